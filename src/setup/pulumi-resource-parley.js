#!/usr/bin/env node
import "../../dist/provider/main.js";
