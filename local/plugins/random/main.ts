import { serve } from "../rpc/serve";

import { randomProvider } from "./provider";

void serve(randomProvider);
