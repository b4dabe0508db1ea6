/** Name of the container in which the inbound agent itself runs. */
export const inboundAgent = "jnlp";

/** User of the inbound agent's image; durable tasks are written and read as it. */
export const agentUser = 1000;
