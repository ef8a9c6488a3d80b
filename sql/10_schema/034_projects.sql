-- Who adds up projects must know which of them count where a department's document stands beside its units'.
COMMENT ON TABLE rollup.projects IS '一行是一个项目（表12、表13），单位元。单位文件的项目列在单位级；部门文件的项目不分单位，在该部门以部门文件为口径时列在部门级：这时该部门只计部门级的行，单位级的行不再计（口径见 rollup.coverage 的 basis）';
