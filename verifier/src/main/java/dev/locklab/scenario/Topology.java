package dev.locklab.scenario;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** The servers that the subject of a scenario is made of. */
public enum Topology {
  /** One server. */
  SINGLE,
  /** A primary and its replica; clients find the primary through the lab's proxy. */
  PAIR,
  /** A primary, its replica and three Sentinels, which tell clients who the primary is. */
  SENTINEL,
  /** A Redis Cluster of three primaries with a replica each. */
  CLUSTER;

  /** For a scenario in which servers and links are left alone. */
  public static final List<Topology> ANY = List.of(values());

  /** As options and files have it: {@code sentinel}. */
  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return key();
  }
}
