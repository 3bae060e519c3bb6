package dev.locklab.lab;

import dev.locklab.account.Micros;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.ServerInfo;
import dev.locklab.redis.StoreException;
import dev.locklab.run.ClockOffset;
import dev.locklab.run.Durations;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;

/** What {@link Doctor} finds of the server that runs would be made on. */
final class ServerExamination {

  private static final String CLIENT = "locklab-doctor";
  private static final String SERVER = "Redis";

  /** Coarser than that, and critical sections that overlap cannot be told from their times. */
  private static final long FINE_MICROS = 1_000;

  /** How long to wait for the clock to go on. */
  private static final long TICK_MICROS = 100_000;

  private static final int TICKS = 16;

  private ServerExamination() {}

  /** Starts a server as runs would, and ends it again. */
  static List<Diagnosis> ofEmbedded() {
    String about = "Redis server";
    String program;
    try {
      program = program();
    } catch (UnavailableException e) {
      return List.of(
          Diagnosis.failed(
              about, String.valueOf(e.getMessage()), "no embedded Redis; name one with --redis"));
    }
    List<Diagnosis> found = new ArrayList<>();
    found.add(Diagnosis.ok(about, program));
    long begun = System.nanoTime();
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      String took = Durations.format(since(begun));
      found.add(
          Diagnosis.ok(
              "ports", "a server came up at %s within %s".formatted(redis.address(), took)));
      found.addAll(atWork(redis.address()));
    } catch (UnavailableException e) {
      found.add(
          Diagnosis.failed(
              "ports", String.valueOf(e.getMessage()), "no embedded Redis; name one with --redis"));
    }
    return found;
  }

  private static String program() {
    var folder = TemporaryFolders.create("doctor");
    try {
      RedisBinary binary = RedisBinary.choose(folder);
      return binary.file().startsWith(folder)
          ? binary + ", which the lab carries"
          : binary + ", " + binary.file();
    } finally {
      TemporaryFolders.delete(folder);
    }
  }

  /** Looks at a server of the user's. */
  static List<Diagnosis> of(RedisAddress address) {
    try {
      ServerChecks.atOnce().requireFit("--redis", address);
    } catch (UnavailableException | UsageException e) {
      return List.of(
          Diagnosis.failed(
              SERVER, String.valueOf(e.getMessage()), "no run can be made on this server"));
    }
    List<Diagnosis> found = new ArrayList<>();
    found.add(rights(address));
    found.addAll(atWork(address));
    return found;
  }

  /** Looks at the server over which verifier and workers are to talk. */
  static Diagnosis ofControl(RedisAddress address) {
    String about = "control";
    try {
      ServerChecks.atOnce().requireFit("--control", address);
      return Diagnosis.ok(about, address + " answers");
    } catch (UnavailableException | UsageException e) {
      return Diagnosis.failed(
          about, String.valueOf(e.getMessage()), "verifier and workers cannot talk");
    }
  }

  /** Whether this user may do what every run does, on keys and a channel such as a run's. */
  private static Diagnosis rights(RedisAddress address) {
    String about = "rights";
    String key = "{locklab:doctor-" + UUID.randomUUID() + "}:";
    try (Link link = address.link(CLIENT)) {
      for (CommandArguments command :
          List.of(
              of(Command.SET, key + "balance", "0", "PX", "60000"),
              of(Command.INCR, key + "version"),
              of(Command.XADD, key + "journal", "*", "delta", "1"),
              of(Command.PEXPIRE, key + "version", "60000"),
              of(Command.EVAL, "return redis.call('GET', KEYS[1])", "1", key + "balance"),
              of(Command.PUBLISH, "locklab:doctor", "."),
              of(Command.DEL, key + "balance", key + "version", key + "journal"))) {
        link.call(command);
      }
      return Diagnosis.ok(about, "this user may write, publish and run scripts");
    } catch (StoreException e) {
      return Diagnosis.failed(
          about, Errors.rootMessage(e), "no run can be made by this user; README has its rights");
    }
  }

  private static CommandArguments of(ProtocolCommand command, String... arguments) {
    CommandArguments all = new CommandArguments(command);
    for (String argument : arguments) {
      all.add(argument);
    }
    return all;
  }

  /** What a server that answers can be used for. */
  private static List<Diagnosis> atWork(RedisAddress address) {
    try (Link link = address.link(CLIENT)) {
      return List.of(strategies(ServerInfo.of(address, CLIENT)), clock(ClockOffset.measure(link)));
    } catch (StoreException e) {
      return List.of(
          Diagnosis.failed(SERVER, Errors.rootMessage(e), "no run can be made on this server"));
    }
  }

  private static Diagnosis strategies(ServerInfo server) {
    String about = "strategies";
    List<Strategy> known;
    try {
      known = Strategies.all();
    } catch (UsageException e) {
      return Diagnosis.failed(
          about, String.valueOf(e.getMessage()), "nothing runs with it on the class path");
    }
    List<String> lacking = new ArrayList<>();
    for (Strategy strategy : known) {
      String needs = strategy.needs(server);
      if (needs != null) {
        lacking.add(strategy.name() + " needs " + needs);
      }
    }
    String found =
        "%s of %s can run on %s".formatted(known.size() - lacking.size(), known.size(), server);
    return lacking.isEmpty()
        ? Diagnosis.ok(about, found)
        : Diagnosis.limited(about, found, String.join("; ", lacking));
  }

  private static Diagnosis clock(ClockOffset offset) {
    String about = "clock";
    long tick = tick();
    String found =
        "ticks every %s, %s off the server's, give or take %s"
            .formatted(
                micros(tick), micros(Math.abs(offset.offset())), micros(offset.uncertainty()));
    return tick <= FINE_MICROS
        ? Diagnosis.ok(about, found)
        : Diagnosis.limited(
            about, found, "critical sections that overlap by less than a tick are not seen");
  }

  /** The smallest step in which this JVM's clock was seen to go on. */
  private static long tick() {
    long least = TICK_MICROS;
    for (int i = 0; i < TICKS; i++) {
      long begun = System.nanoTime();
      long before = Micros.now();
      long after = before;
      while (after == before && System.nanoTime() - begun < TICK_MICROS * 1_000) {
        after = Micros.now();
      }
      least = after == before ? least : Math.min(least, Math.abs(after - before));
    }
    return least;
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime).truncatedTo(ChronoUnit.MILLIS);
  }

  private static String micros(long micros) {
    return Durations.format(Duration.of(micros, ChronoUnit.MICROS));
  }
}
