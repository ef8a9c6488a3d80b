-- What the nightly run needs to be left alone for years: the files that were taken whole, and more of each run.

-- One row is one input file that a run took whole: nothing in it was rejected or refused. Only while the run isn't known
-- to have failed does a file that looks the same (size, mtime, device, inode) not have to be read again.
CREATE TABLE etl.file (
    path       text COLLATE "C" NOT NULL,
    run_id     bigint NOT NULL,
    size       bigint NOT NULL,
    mtime_ns   bigint NOT NULL,
    device     bigint NOT NULL,
    inode      bigint NOT NULL,
    documents  bigint NOT NULL,
    PRIMARY KEY (path, run_id)
);
COMMENT ON TABLE etl.file IS '整份入库、没有退回的文件；大小、时间、索引节点都没变的，下次不再读';
COMMENT ON COLUMN etl.file.path IS '绝对路径；不是 UTF-8 的字节写作 \xNN';
COMMENT ON COLUMN etl.file.run_id IS '读它的运行';
COMMENT ON COLUMN etl.file.mtime_ns IS '修改时间，1970年起的纳秒数';
COMMENT ON COLUMN etl.file.documents IS '其中有几份公开文件';

ALTER TABLE etl.run
    ADD COLUMN config_hash      text,
    ADD COLUMN files            bigint NOT NULL DEFAULT 0,
    ADD COLUMN files_unread     bigint NOT NULL DEFAULT 0,
    ADD COLUMN errors           bigint NOT NULL DEFAULT 0,
    ADD COLUMN warnings         bigint NOT NULL DEFAULT 0,
    ADD COLUMN in_force         bigint,
    ADD COLUMN held             bigint,
    ADD COLUMN export_files     bigint NOT NULL DEFAULT 0,
    ADD COLUMN export_bytes     bigint NOT NULL DEFAULT 0,
    ADD COLUMN load_ms          bigint,
    ADD COLUMN check_ms         bigint,
    ADD COLUMN rollup_ms        bigint,
    ADD COLUMN export_ms        bigint;
COMMENT ON COLUMN etl.run.config_hash IS '所用配置的 SHA-256，见 huizong config';
COMMENT ON COLUMN etl.run.files IS '找到的文件数';
COMMENT ON COLUMN etl.run.files_unread IS '其中没有变、不用再读的';
COMMENT ON COLUMN etl.run.in_force IS '汇总后有效的文件数；没有汇总的运行为空';
COMMENT ON COLUMN etl.run.held IS '暂缓的文件数；没有汇总的运行为空';
COMMENT ON COLUMN etl.run.load_ms IS '入库用时，毫秒；没有这一步的为空';
COMMENT ON COLUMN etl.run.check_ms IS '勾稽用时，毫秒';
COMMENT ON COLUMN etl.run.rollup_ms IS '汇总用时，毫秒';
COMMENT ON COLUMN etl.run.export_ms IS '导出用时，毫秒';
CREATE INDEX run_state ON etl.run (state, run_id);

-- One row is one directory as a nightly run last exported it: while its state is the same and its files are there, it is
-- left as it is.
CREATE TABLE etl.export (
    mof_div_code  text COLLATE "C" NOT NULL,
    fiscal_year   integer NOT NULL,
    out           text COLLATE "C" NOT NULL,
    run_id        bigint NOT NULL,
    state         text NOT NULL,
    content       text NOT NULL,
    PRIMARY KEY (mof_div_code, fiscal_year, out)
);
COMMENT ON TABLE etl.export IS '夜间运行导出过的目录；状态没变、文件都在的，不再导出';
COMMENT ON COLUMN etl.export.state IS '汇总、目录数据、程序与选项的散列值';
COMMENT ON COLUMN etl.export.content IS '文件名与大小';
