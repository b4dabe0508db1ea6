"use strict";
module.exports = require("./suites.cjs").engine;
