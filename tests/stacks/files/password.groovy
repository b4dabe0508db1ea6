import jenkins.model.Jenkins

def password = "groovy-secret-value"
Jenkins.get().setSystemMessage(password)
