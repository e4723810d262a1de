"use server";

import { toAction } from "@/lib/platform/http/action";
import { createServers } from "./commands/create-servers";
import { deleteServer } from "./commands/delete-server";

export const createServersAction = toAction(createServers);
export const deleteServerAction = toAction(deleteServer);
