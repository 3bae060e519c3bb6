package dev.locklab.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locklab.run.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says of small evidence whether it may be called CONSISTENT, by the rules of the design and in the
 * plainest way: it shares no code with the audit, reads raw JSON, and looks every update up.
 */
final class BruteForceJudge {

  private static final String[] OUTCOMES = {"applied", "busy", "refused", "failed", "unknown"};

  private final JsonNode spec;
  private final JsonNode tallies;
  private final List<JsonNode> journal;
  private final Map<String, JsonNode> byThread = new HashMap<>();
  private final Set<String> dead = new HashSet<>();
  private final Map<String, Map<Long, String>> outcomes = new HashMap<>();

  BruteForceJudge(String spec, String journal, String tallies) throws JsonProcessingException {
    this.spec = Json.MAPPER.readTree(spec);
    this.tallies = Json.MAPPER.readTree(tallies);
    this.journal = new ArrayList<>();
    for (String line : journal.split("\n", -1)) {
      if (!line.isBlank()) {
        this.journal.add(Json.MAPPER.readTree(line));
      }
    }
    this.spec.path("dead").forEach(name -> dead.add(name.asText()));
  }

  /** Why it must not be called CONSISTENT; null if it may. */
  @Nullable String objection() {
    if (!spec.path("final").isIntegralNumber()) {
      return "no balance";
    }
    if (!spec.path("unread").isEmpty() || !spec.path("foreign").isEmpty()) {
      return "not all was read";
    }
    if (spec.path("stalled").asBoolean()) {
      return "stalled";
    }
    String said = talliesAreSound();
    if (said != null) {
      return said;
    }
    boolean journaled = !spec.path("journal").isBoolean() || spec.path("journal").asBoolean();
    said = spec.path("promise").asText().equals("LIMIT") ? limit() : journaled ? writes() : sum();
    return said == null ? work(journaled) : said;
  }

  private @Nullable String talliesAreSound() {
    int threads = spec.path("threads").asInt();
    Set<String> team = new HashSet<>();
    spec.path("team").forEach(name -> team.add(name.asText()));
    Set<String> workers = new HashSet<>();
    for (JsonNode tally : tallies) {
      String worker = tally.path("worker").asText();
      String who = worker + "#" + tally.path("thread").asInt();
      workers.add(worker);
      if (byThread.put(who, tally) != null) {
        return who + " twice";
      }
      if (dead.contains(worker) || tally.path("thread").asInt() >= threads) {
        return who + " cannot be";
      }
      if (!team.isEmpty() && !team.contains(worker)) {
        return who + " is a stranger";
      }
      Map<Long, String> mine = new HashMap<>();
      outcomes.put(who, mine);
      for (String outcome : OUTCOMES) {
        for (long seq : seqs(tally, outcome)) {
          if (mine.put(seq, outcome) != null) {
            return who + "/" + seq + " has two outcomes";
          }
        }
      }
    }
    for (String name : dead) {
      if (!team.isEmpty() && !team.contains(name)) {
        return name + " is none of the team";
      }
    }
    int expected = spec.path("workers").asInt() * threads;
    int gone = dead.size() * threads;
    return byThread.size() + gone == expected
            && workers.size() + dead.size() == spec.path("workers").asInt()
        ? null
        : "a tally is missing";
  }

  private static List<Long> seqs(JsonNode tally, String outcome) {
    List<Long> all = new ArrayList<>();
    JsonNode seqs = tally.path(outcome).path("seqs");
    String text = seqs.isTextual() ? seqs.asText() : "";
    for (String range : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] ends = range.split("-", -1);
      long to = Long.parseLong(ends[ends.length - 1]);
      for (long seq = Long.parseLong(ends[0]); seq <= to && all.size() < 10_000; seq++) {
        all.add(seq);
      }
    }
    return all;
  }

  private @Nullable String limit() {
    boolean moved = spec.path("final").asLong() != spec.path("opening").asLong();
    boolean written = !journal.isEmpty() || spec.path("finalVersion").asLong() != 0;
    return moved || written ? "a limit writes nothing" : null;
  }

  /** Every write built on the one before it, so that none can be lost. */
  private @Nullable String writes() {
    JsonNode counter = spec.path("finalVersion");
    boolean open =
        !dead.isEmpty() || outcomes.values().stream().anyMatch(it -> it.containsValue("unknown"));
    if (counter.isIntegralNumber() ? counter.asLong() != journal.size() : open) {
      return "how many writes there were";
    }
    BigInteger balance = big(spec, "opening");
    Set<String> seen = new HashSet<>();
    Map<String, BigInteger> sums = new HashMap<>();
    Map<String, Long> ofTheDead = new HashMap<>();
    for (int i = 0; i < journal.size(); i++) {
      JsonNode write = journal.get(i);
      balance = balance.add(big(write, "delta"));
      if (write.path("version").asLong() != i + 1 || write.path("saw").asLong() != i) {
        return "version " + (i + 1) + " is not built on the one before";
      }
      if (!big(write, "value").equals(balance)) {
        return "version " + (i + 1) + " wrote another value";
      }
      String worker = write.path("worker").asText();
      String who = worker + "#" + write.path("thread").asInt();
      long seq = write.path("seq").asLong();
      if (!seen.add(who + "/" + seq)) {
        return who + "/" + seq + " was written twice";
      }
      String outcome = outcomes.getOrDefault(who, Map.of()).get(seq);
      if (dead.contains(worker)) {
        ofTheDead.merge(worker, 1L, Long::sum);
      } else if (!"applied".equals(outcome) && !"unknown".equals(outcome)) {
        return who + "/" + seq + " is none of its worker's";
      } else if ("applied".equals(outcome)) {
        sums.merge(who, big(write, "delta"), BigInteger::add);
      }
    }
    if (!balance.equals(big(spec, "final"))) {
      return "the balance is not the last value";
    }
    return held(seen, sums, ofTheDead);
  }

  private @Nullable String held(
      Set<String> seen, Map<String, BigInteger> sums, Map<String, Long> ofTheDead) {
    for (Map.Entry<String, Map<Long, String>> one : outcomes.entrySet()) {
      for (Map.Entry<Long, String> update : one.getValue().entrySet()) {
        if (update.getValue().equals("applied")
            && !seen.contains(one.getKey() + "/" + update.getKey())) {
          return one.getKey() + "/" + update.getKey() + " is gone";
        }
      }
      BigInteger said =
          big(Objects.requireNonNull(byThread.get(one.getKey())).path("applied"), "sum");
      if (!said.equals(sums.getOrDefault(one.getKey(), BigInteger.ZERO))) {
        return one.getKey() + " adds up to another sum";
      }
    }
    for (String worker : dead) {
      JsonNode heard = spec.path("lastHeard").path(worker);
      if (!heard.isIntegralNumber() || heard.asLong() > ofTheDead.getOrDefault(worker, 0L)) {
        return worker + " had told of more";
      }
    }
    return tokens();
  }

  private @Nullable String tokens() {
    JsonNode before = null;
    for (JsonNode write : journal) {
      if (!write.path("token").isIntegralNumber()) {
        continue;
      }
      if (before != null) {
        long one = before.path("token").asLong();
        long other = write.path("token").asLong();
        boolean same =
            before.path("worker").equals(write.path("worker"))
                && before.path("thread").equals(write.path("thread"))
                && before.path("acquiredAt").equals(write.path("acquiredAt"));
        if (other < one || (other == one && !same)) {
          return "tokens fall";
        }
      }
      before = write;
    }
    return null;
  }

  private @Nullable String sum() {
    if (!dead.isEmpty()) {
      return "nobody speaks for the dead";
    }
    BigInteger sum = big(spec, "opening");
    boolean open = false;
    for (Map.Entry<String, JsonNode> one : byThread.entrySet()) {
      sum = sum.add(big(one.getValue().path("applied"), "sum"));
      open |= outcomes.getOrDefault(one.getKey(), Map.of()).containsValue("unknown");
    }
    return sum.equals(big(spec, "final")) || open ? null : "the sum is wrong";
  }

  private @Nullable String work(boolean journaled) {
    if (spec.path("stopped").isTextual()
        && !spec.path("stopped").asText().startsWith("Redis could")) {
      return null;
    }
    long done = journaled ? journal.size() : 0;
    long settled = 0;
    boolean skip = !spec.path("onBusy").asText().equals("RETRY");
    for (Map<Long, String> mine : outcomes.values()) {
      for (String outcome : mine.values()) {
        done +=
            !journaled
                    && !outcome.equals("failed")
                    && (outcome.equals("applied") || outcome.equals("unknown"))
                ? 1
                : 0;
        settled += outcome.equals("refused") || (skip && outcome.equals("busy")) ? 1 : 0;
      }
    }
    if (spec.path("promise").asText().equals("LIMIT")) {
      return null;
    }
    if (done == 0) {
      return "nothing was done";
    }
    JsonNode asked = spec.path("updates");
    boolean all =
        !asked.isIntegralNumber()
            || done + settled >= asked.asLong() * spec.path("workers").asLong();
    return all ? null : "not all was done";
  }

  private static BigInteger big(JsonNode node, String key) {
    return node.path(key).isIntegralNumber() ? node.path(key).bigIntegerValue() : BigInteger.ZERO;
  }
}
