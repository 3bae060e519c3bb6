package dev.locklab.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.locklab.run.Json;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Tally;
import dev.locklab.run.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How everything that lab and workers say to each other is written, and read again.
 *
 * <p>What is read comes from outside: anybody may publish on a channel. So a message is read
 * strictly or not at all: nothing is null that must be there, numbers are in their range, and texts
 * and lists have bounds.
 */
public final class ControlCodec {

  /** The longest message that is looked into, in characters. */
  static final int LONGEST_MESSAGE = 16 * 1024 * 1024;

  /** The longest id, name or reason. */
  static final int LONGEST_WORD = 4_096;

  /** How long a part of a worker's tallies is at the most, in characters. */
  static final int PART_CHARS = 256 * 1024;

  /** Into how many parts tallies may be split at the most. */
  static final int MOST_PARTS = 512;

  /** How many members, threads or gates there may be at the most. */
  private static final int MOST = 10 * Workload.MOST_THREADS;

  /** Reads one kind of message. */
  private interface Strict<T> {
    @Nullable T read(String text) throws JsonProcessingException;
  }

  private static final ObjectReader JSON =
      Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);

  private static final Strict<Order> ORDERS = JSON.forType(Order.class)::readValue;
  private static final Strict<Heartbeat> REPORTS = JSON.forType(Heartbeat.class)::readValue;
  private static final Strict<RunSpec> SPECS = JSON.forType(RunSpec.class)::readValue;
  private static final Strict<List<Tally>> TALLIES =
      JSON.forType(new TypeReference<List<Tally>>() {})::readValue;

  private ControlCodec() {}

  /** An order as it is published. */
  public static String encode(Order order) {
    return json(order);
  }

  /** A report as it is published. */
  public static String encode(Heartbeat report) {
    return json(report);
  }

  /** The settings of a run as workers find them at {@link Order#specKey}. */
  public static String encode(RunSpec spec) {
    return json(spec);
  }

  /** Reads an order. */
  public static Order order(String message) throws MalformedMessageException {
    Order order = read(ORDERS, message, LONGEST_MESSAGE);
    word("lab", order.lab());
    present("phase", order.phase());
    optionalWord("run", order.run());
    few("team", order.team());
    for (Order.Member member : order.team()) {
      word("team: id", member.id());
      word("team: name", member.name());
    }
    few("received", order.received());
    for (String id : order.received()) {
      word("received", id);
    }
    few("gates", order.gates());
    for (Breakpoint gate : order.gates()) {
      word("gates: worker", gate.worker());
      present("gates: stage", gate.stage());
      inRange("gates: thread", gate.thread(), 0, Workload.MOST_THREADS - 1L);
      inRange("gates: passes", gate.passes(), 0, Long.MAX_VALUE);
      inRange("gates: interrupts", gate.interrupts(), 0, Long.MAX_VALUE);
    }
    return order;
  }

  /** Reads a report. */
  public static Heartbeat report(String message) throws MalformedMessageException {
    Heartbeat report = read(REPORTS, message, LONGEST_MESSAGE);
    word("id", report.id());
    word("name", report.name());
    optionalWord("version", report.version());
    optionalWord("lab", report.lab());
    present("standing", report.standing());
    optionalWord("run", report.run());
    inRange("done", report.done(), 0, Long.MAX_VALUE);
    inRange("applied", report.applied(), 0, report.done());
    inRange("stale", report.stale(), 0, report.applied());
    optionalWord("trouble", report.trouble());
    few("places", report.places());
    for (ThreadPosition place : report.places()) {
      inRange("places: thread", place.thread(), 0, Workload.MOST_THREADS - 1L);
      present("places: stage", place.stage());
      inRange("places: visit", place.visit(), 1, Long.MAX_VALUE);
      present("places: moving", place.moving());
    }
    Heartbeat.Part part = report.part();
    if (part != null) {
      inRange("part: of", part.of(), 1, MOST_PARTS);
      inRange("part: index", part.index(), 0, part.of() - 1L);
      if (present("part: text", part.text()).length() > PART_CHARS) {
        throw new MalformedMessageException("part: text is too long");
      }
    }
    return report;
  }

  /** Reads the settings of a run. */
  public static RunSpec spec(String text) throws MalformedMessageException {
    RunSpec spec = read(SPECS, text, LONGEST_MESSAGE);
    word("run", spec.run());
    word("strategy", spec.strategy());
    present("promise", spec.promise());
    few("team", spec.team());
    for (String name : spec.team()) {
      word("team", name);
    }
    return spec;
  }

  /** Tallies in parts that fit into a report each. */
  public static List<Heartbeat.Part> split(List<Tally> tallies) {
    String text = json(tallies);
    List<String> texts = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + PART_CHARS);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      texts.add(text.substring(from, to));
      from = to;
    }
    List<Heartbeat.Part> parts = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      parts.add(new Heartbeat.Part(i, texts.size(), texts.get(i)));
    }
    return parts;
  }

  /** Reads tallies whose parts are all there; see {@link TallyParts}. */
  static List<Tally> tallies(String text) throws MalformedMessageException {
    List<Tally> tallies = read(TALLIES, text, MOST_PARTS * PART_CHARS);
    few("tallies", tallies);
    Set<String> threads = new HashSet<>();
    for (Tally tally : tallies) {
      present("tallies", tally);
      word("worker", tally.worker());
      inRange("thread", tally.thread(), 0, Workload.MOST_THREADS - 1L);
      if (!threads.add(tally.thread() + " " + tally.worker())) {
        throw new MalformedMessageException("thread " + tally.thread() + " is there twice");
      }
    }
    return List.copyOf(tallies);
  }

  private static <T> T read(Strict<T> reader, String text, int longest)
      throws MalformedMessageException {
    if (text.length() > longest) {
      throw new MalformedMessageException("it is too long: " + text.length() + " characters");
    }
    try {
      return present("the message", reader.read(text));
    } catch (JsonProcessingException e) {
      throw new MalformedMessageException(
          e.getOriginalMessage().lines().findFirst().orElse("it is not JSON"));
    } catch (RuntimeException | StackOverflowError e) {
      // Whatever a reader makes of it: no message ends whoever reads it.
      throw new MalformedMessageException(e.toString());
    }
  }

  private static <T> T present(String what, @Nullable T value) throws MalformedMessageException {
    if (value == null) {
      throw new MalformedMessageException(what + " is null");
    }
    return value;
  }

  private static void word(String what, @Nullable String word) throws MalformedMessageException {
    if (present(what, word).isBlank()) {
      throw new MalformedMessageException(what + " is blank");
    }
    optionalWord(what, word);
  }

  private static void optionalWord(String what, @Nullable String word)
      throws MalformedMessageException {
    if (word != null && word.length() > LONGEST_WORD) {
      throw new MalformedMessageException(what + " is too long");
    }
  }

  private static void inRange(String what, long value, long least, long most)
      throws MalformedMessageException {
    if (value < least || value > most) {
      throw new MalformedMessageException(what + " is out of range: " + value);
    }
  }

  private static void few(String what, Collection<?> all) throws MalformedMessageException {
    if (all.size() > MOST) {
      throw new MalformedMessageException(what + " are too many: " + all.size());
    }
  }

  private static String json(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
