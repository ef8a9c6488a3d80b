-- Who has to tell a unit what is wrong with its document looks for the unit's name.
ALTER TABLE etl.rejection ADD COLUMN agency_name text;
COMMENT ON COLUMN etl.rejection.agency_name IS '文件自称的单位名称';
