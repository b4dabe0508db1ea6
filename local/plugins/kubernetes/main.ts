import { serve } from "../rpc/serve";
import { KubernetesProvider } from "./provider";

void serve(new KubernetesProvider());
