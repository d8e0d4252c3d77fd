import { describe } from "vitest";
import { memoryDriver } from "../support/memory-driver.ts";
import { driverSuite } from "./driver-suite.ts";

describe("a platform in memory", () => driverSuite(async () => memoryDriver()));
