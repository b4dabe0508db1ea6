/** Port of the user interface. */
export const httpPort = 8080;

/** Port inbound agents connect to. */
export const agentListenerPort = 50000;
