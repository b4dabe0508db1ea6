"use strict";
module.exports = require("./suites.cjs").unit;
