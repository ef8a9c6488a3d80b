-- Who has to tell a unit what is wrong with its document looks for the unit's name.
ALTER TABLE etl.rejection ADD COLUMN agency_name text;
COMMENT ON COLUMN etl.rejection.agency_name IS '文件自称的单位名称';

-- Files that are no longer there, and folders below which there is none: a disk that isn't mounted must not look like a night
-- without anything new, and what is said of files that are gone must not be kept for ever.
ALTER TABLE etl.run ADD COLUMN files_gone bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN etl.run.files_gone IS '以前读过、从这次运行起不见了的文件数，见 etl.file.gone_run';
ALTER TABLE etl.file ADD COLUMN gone_run bigint;
COMMENT ON COLUMN etl.file.gone_run IS '从哪次运行起不见了；还在的为空';

-- One row is one folder that a run was given.
CREATE TABLE etl.input (
    path    text COLLATE "C" NOT NULL,
    run_id  bigint NOT NULL,
    files   bigint NOT NULL,
    PRIMARY KEY (path, run_id)
);
COMMENT ON TABLE etl.input IS '各次运行所读的目录';
COMMENT ON COLUMN etl.input.path IS '绝对路径；不是 UTF-8 的字节写作 \xNN';
COMMENT ON COLUMN etl.input.run_id IS '运行号，见 etl.run';
COMMENT ON COLUMN etl.input.files IS '其下找到的文件数';
