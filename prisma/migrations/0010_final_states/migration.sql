-- What must never be, whatever code runs. Prisma's models cannot say these.

-- Whatever lies in a project lies in its account and region too: a row of one tenant can never stand in another's project.
CREATE UNIQUE INDEX "project_place" ON "Project" ("id", "accountId", "regionId");
CREATE UNIQUE INDEX "project_owner" ON "Project" ("id", "accountId");
ALTER TABLE "Image" ADD CONSTRAINT "image_place" FOREIGN KEY ("projectId", "accountId", "regionId") REFERENCES "Project" ("id", "accountId", "regionId");
ALTER TABLE "Bucket" ADD CONSTRAINT "bucket_place" FOREIGN KEY ("projectId", "accountId", "regionId") REFERENCES "Project" ("id", "accountId", "regionId");
ALTER TABLE "Server" ADD CONSTRAINT "server_place" FOREIGN KEY ("projectId", "accountId", "regionId") REFERENCES "Project" ("id", "accountId", "regionId");
ALTER TABLE "Volume" ADD CONSTRAINT "volume_place" FOREIGN KEY ("projectId", "accountId", "regionId") REFERENCES "Project" ("id", "accountId", "regionId");
ALTER TABLE "Job" ADD CONSTRAINT "job_place" FOREIGN KEY ("projectId", "accountId", "regionId") REFERENCES "Project" ("id", "accountId", "regionId");
ALTER TABLE "Upload" ADD CONSTRAINT "upload_owner" FOREIGN KEY ("projectId", "accountId") REFERENCES "Project" ("id", "accountId");

-- What has ended stays ended. The trigger's arguments: its own name, then the statuses that are final.
CREATE FUNCTION ims_status_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" <> OLD."status" AND OLD."status"::text = ANY (TG_ARGV[1:]) THEN
    RAISE EXCEPTION '% cannot become %: constraint "%"', OLD."status", NEW."status", TG_ARGV[0] USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "job_end_is_final" BEFORE UPDATE OF "status" ON "Job"
  FOR EACH ROW EXECUTE FUNCTION ims_status_is_final('job_end_is_final', 'succeeded', 'failed', 'cancelled');
CREATE TRIGGER "upload_end_is_final" BEFORE UPDATE OF "status" ON "Upload"
  FOR EACH ROW EXECUTE FUNCTION ims_status_is_final('upload_end_is_final', 'completed', 'cancelled');
CREATE TRIGGER "server_end_is_final" BEFORE UPDATE OF "status" ON "Server"
  FOR EACH ROW EXECUTE FUNCTION ims_status_is_final('server_end_is_final', 'deleted');
CREATE TRIGGER "volume_end_is_final" BEFORE UPDATE OF "status" ON "Volume"
  FOR EACH ROW EXECUTE FUNCTION ims_status_is_final('volume_end_is_final', 'deleted');

-- The same as before, in words from which drivers that hide the constraint's name can still tell it.
CREATE OR REPLACE FUNCTION ims_image_status_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" <> OLD."status" AND NOT (
    (OLD."status" = 'queued' AND NEW."status" IN ('saving', 'killed', 'deleted', 'active')) OR
    (OLD."status" = 'saving' AND NEW."status" IN ('active', 'killed', 'queued', 'deleted')) OR
    (OLD."status" = 'active' AND NEW."status" = 'deleted') OR
    (OLD."status" = 'killed' AND NEW."status" IN ('queued', 'deleted'))
  ) THEN
    RAISE EXCEPTION 'image status % cannot become %: constraint "image_status_moves"', OLD."status", NEW."status"
      USING ERRCODE = 'check_violation', CONSTRAINT = 'image_status_moves';
  END IF;
  RETURN NEW;
END $$;

-- Traces outlive what they tell of: they can be read, and nothing else.
CREATE OR REPLACE FUNCTION ims_trace_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit traces are never changed: constraint "trace_is_final"' USING ERRCODE = 'check_violation', CONSTRAINT = 'trace_is_final';
END $$;
CREATE TRIGGER "trace_stays" BEFORE DELETE ON "AuditTrace" FOR EACH ROW EXECUTE FUNCTION ims_trace_is_final();
