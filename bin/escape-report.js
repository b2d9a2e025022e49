#!/usr/bin/env node
// Older releases of Node.js have to be able to read this file, so it is written in the language of 2009.
var needed = require("../package.json").engines.node;
var least = /(\d+)\.(\d+)/.exec(needed);
var running = process.versions.node.split(".");

if (+running[0] > +least[1] || (+running[0] === +least[1] && +running[1] >= +least[2])) {
  require("./run.js");
} else {
  console.error(
    "escape-report: needs Node.js " +
      least[0] +
      " or later, and this is " +
      process.versions.node +
      " (" +
      process.execPath +
      "). Get one from https://nodejs.org/en/download or your version manager",
  );
  process.exitCode = 2;
}
