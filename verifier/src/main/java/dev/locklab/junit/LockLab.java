package dev.locklab.junit;

import dev.locklab.archive.ResultsFolder;
import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Lab;
import dev.locklab.lab.Libraries;
import dev.locklab.lab.ServerProgram;
import dev.locklab.redis.RedisAddress;
import dev.locklab.scenario.ScenarioPlayer;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A lab for the tests of a class: a Redis, and worker JVMs with the tests' class path.
 *
 * <pre>{@code
 * @RegisterExtension static final LockLab lab = LockLab.embedded().workers(4);
 *
 * @Test
 * void survivesAFrozenHolder() {
 *   assertThat(lab.run(MyLock.class).under("frozen-holder")).keptItsPromise();
 * }
 * }</pre>
 *
 * <p>Servers and workers are started when the first run wants them, and end with the test class, or
 * with the test where the field is not static. Runs are made one at a time and are kept below
 * {@code target/locklab}, with a page for each that failed. In scenarios servers are broken, so
 * those are always the lab's own: of the same image, or embedded ones.
 */
public final class LockLab
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterAllCallback,
        AfterEachCallback,
        AutoCloseable {

  private static final int WORKERS = 4;

  private final @Nullable Supplier<String> uri;
  private final @Nullable String image;
  private final List<String> with = new ArrayList<>();
  private int workers = WORKERS;
  private @Nullable Path results;
  private @Nullable EmbeddedRedis server;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private boolean ofClass;

  /**
   * Where a strategy is run.
   *
   * @param lab for runs in which nothing is broken
   * @param player for those in which something is
   */
  record Place(Strategy strategy, Lab lab, ScenarioPlayer player) implements AutoCloseable {
    @Override
    public void close() {
      lab.close();
      player.close();
    }
  }

  private LockLab(@Nullable Supplier<String> uri, @Nullable String image) {
    this.uri = uri;
    this.image = image;
  }

  /** On a Redis that the lab starts on this machine. */
  public static LockLab embedded() {
    return new LockLab(null, null);
  }

  /**
   * On servers of a container image, which Docker runs.
   *
   * @param image such as {@code valkey/valkey:9}
   */
  public static LockLab containers(String image) {
    return new LockLab(null, image);
  }

  /**
   * On a Redis of yours.
   *
   * @param uri such as {@code redis://user:password@host:6379}, {@code redis-sentinel://} or {@code
   *     redis-cluster://}
   */
  public static LockLab on(String uri) {
    return on(() -> uri);
  }

  /** On a Redis whose address is known once it runs, as with Testcontainers. */
  public static LockLab on(Supplier<String> uri) {
    return new LockLab(uri, null);
  }

  /** With that many worker JVMs, 4 by default; in scenarios there are always 3. */
  public LockLab workers(int count) {
    this.workers = count;
    return this;
  }

  /**
   * With libraries ahead of the tests' class path, and with what they need, for all its worker
   * JVMs; they are fetched as the user's Maven would fetch them. So a lock of the tests runs with
   * another version of the library that it is built upon. What {@link LockContract} sees of a few
   * clients in the tests' own JVM, it sees with the version of their class path.
   *
   * @param coordinates each {@code group:artifact:version}
   * @throws UsageException if one of them is written otherwise
   */
  public LockLab with(String... coordinates) {
    with.addAll(List.of(coordinates));
    libraries(); // says now what is wrong with them
    return this;
  }

  private Libraries libraries() {
    return new Libraries(with, false);
  }

  /** With runs kept below that folder. */
  public LockLab keepingIn(Path folder) {
    this.results = folder;
    return this;
  }

  /**
   * A run of somebody's strategy, which begins when it is asked for its result.
   *
   * @param strategy a public class with a public constructor without parameters
   * @throws IllegalArgumentException if it is none
   */
  public LockRun run(Class<? extends Strategy> strategy) {
    return new LockRun(place(strategy));
  }

  /**
   * A run of a strategy that the lab carries, or that is named in a services file.
   *
   * @param strategy its name, such as {@code lock}, or with a version of its library, such as
   *     {@code lock@3.25.0}, which is fetched as the user's Maven would fetch it
   * @throws IllegalArgumentException if there is none of that name
   * @throws UnavailableException when its result is asked for, if that version cannot be had
   */
  public LockRun run(String strategy) {
    return new LockRun(place(strategy));
  }

  synchronized Place place(Class<? extends Strategy> strategy) {
    return places.computeIfAbsent(
        strategy.getName(),
        kind -> {
          Strategy made = made(strategy);
          Strategies.add(made);
          return open(made, libraries().and(services(kind)));
        });
  }

  private synchronized Place place(String strategy) {
    return places.computeIfAbsent(strategy, name -> open(Strategies.named(name), libraries()));
  }

  private static Strategy made(Class<? extends Strategy> strategy) {
    try {
      if (Modifier.isPublic(strategy.getModifiers())) {
        return strategy.getConstructor().newInstance();
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(wanted(strategy), e);
    }
    throw new IllegalArgumentException(wanted(strategy));
  }

  private static String wanted(Class<?> strategy) {
    return strategy.getName()
        + " must be a public class, static where it is in another, with a public constructor"
        + " without parameters: every worker JVM makes one";
  }

  /** Tells the workers of a class. */
  private Path services(String kind) {
    Path folder = results().resolve("classes").resolve(kind);
    try {
      Path services = Files.createDirectories(folder.resolve("META-INF/services"));
      Files.writeString(services.resolve(Strategy.class.getName()), kind);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private Place open(Strategy strategy, Libraries libraries) {
    Path folder = ResultsFolder.writable("the results folder", results());
    Lab lab = Lab.on(subject()).crew(Crew.own(workers)).libraries(libraries).results(folder).open();
    ScenarioPlayer player = ScenarioPlayer.keepingIn(folder).with(libraries);
    return new Place(
        strategy, lab, image == null ? player : player.with(ServerProgram.image(image)));
  }

  private RedisAddress subject() {
    if (uri != null) {
      return RedisAddress.parse(uri.get());
    }
    EmbeddedRedis started = server;
    if (started == null) {
      started =
          image == null
              ? EmbeddedRedis.start()
              : EmbeddedRedis.start(ServerProgram.image(image), List.of());
      server = started;
    }
    return started.address();
  }

  private Path results() {
    Path folder = results;
    if (folder == null) {
      Path built = Files.isDirectory(Path.of("build")) ? Path.of("build") : Path.of("target");
      folder = built.resolve("locklab").toAbsolutePath();
      results = folder;
    }
    return folder;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ofClass = true;
    LockLabs.keep(context, this);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    LockLabs.keep(context, this);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!ofClass) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Ends servers and workers, for whoever has not registered it; a further run starts others. */
  @Override
  public synchronized void close() {
    places.values().forEach(Place::close);
    places.clear();
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
