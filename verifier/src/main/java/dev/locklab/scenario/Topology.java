package dev.locklab.scenario;

/** The servers that the subject of a scenario is made of. */
public enum Topology {
  /** One server. */
  SINGLE,
  /** A primary and its replica; clients find the primary through the lab's proxy. */
  PAIR
}
