"use server";
import { toAction } from "@/lib/platform/http/action";
import { createBucket } from "./commands/create-bucket";
import { deleteBucket } from "./commands/delete-bucket";
import { deleteObject } from "./commands/delete-object";

export const createBucketAction = toAction(createBucket);
export const deleteBucketAction = toAction(deleteBucket);
export const deleteObjectAction = toAction(deleteObject);
