package dev.locklab.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.locklab.exit.UsageException;
import dev.locklab.run.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategiesTest {

  @Test
  void findsEveryStrategyOnTheClassPath() {
    assertThat(Strategies.all())
        .extracting(Strategy::name)
        .contains("race", "lock", "trylock")
        .doesNotHaveDuplicates();
    assertThat(Strategies.named("race").promise()).isEqualTo(Promise.NONE);
    assertThat(Strategies.named("lock").promise()).isEqualTo(Promise.WHILE_LEASE_HELD);
  }

  @Test
  void thoseThatPromiseLeastComeFirst() {
    assertThat(Strategies.all()).extracting(Strategy::promise).isSorted();
  }

  @Test
  void everyStrategySaysWhatItIsWhereItIsFromAndWhatItCosts() {
    assertThat(Strategies.known())
        .allSatisfy(
            strategy -> {
              assertThat(strategy.name()).matches("[a-z0-9-]+");
              assertThat(strategy.summary()).isNotBlank().doesNotContain("\n");
              assertThat(strategy.reference()).as(strategy.name()).isNotBlank();
              assertThat(strategy.roundTrips()).as(strategy.name()).isNotBlank();
            });
  }

  private static ClassLoader naming(Path folder, String... providers) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(services.resolve(Strategy.class.getName()), List.of(providers));
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, StrategiesTest.class.getClassLoader());
  }

  private static void says(ClassLoader loader, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Strategies.load(loader))
        .withMessageContaining(message)
        .withMessageNotContaining("\n");
  }

  @Test
  void aServicesFileThatNamesAMissingClassSaysWhich(@TempDir Path folder) throws Exception {
    says(
        naming(folder, "probe.Nowhere"),
        "a strategy on the class path cannot be loaded: Provider probe.Nowhere not found");
  }

  @Test
  void aClassMadeForANewerJavaIsNamed(@TempDir Path folder) throws Exception {
    String name = Alike.class.getName();
    String file = name.replace('.', '/') + ".class";
    byte[] made;
    try (InputStream in = StrategiesTest.class.getClassLoader().getResourceAsStream(file)) {
      made = Objects.requireNonNull(in).readAllBytes();
    }
    // The class file's major version.
    made[7] = 99;
    Files.createDirectories(folder.resolve(file).getParent());
    Files.write(folder.resolve(file), made);
    ClassLoader loader = naming(folder, name);
    ClassLoader childFirst =
        new ClassLoader(loader) {
          @Override
          public Class<?> loadClass(String wanted) throws ClassNotFoundException {
            return wanted.equals(name)
                ? defineClass(wanted, made, 0, made.length)
                : super.loadClass(wanted);
          }
        };

    says(childFirst, "has been compiled by a more recent version of the Java Runtime");
  }

  @Test
  void aClassThatMissesAnotherSaysWhichOne(@TempDir Path folder) throws Exception {
    says(
        naming(folder, Broken.class.getName()),
        "cannot be loaded: NoClassDefFoundError: io/lettuce/core/RedisClient");
  }

  @Test
  void aNameThatIsTakenNamesBoth(@TempDir Path folder) throws Exception {
    says(
        naming(folder, Alike.class.getName()),
        "two strategies are called 'race': dev.locklab.strategy.none.Race and "
            + Alike.class.getName());
  }

  @Test
  void aNameWithBlanksIsRefused(@TempDir Path folder) throws Exception {
    says(
        naming(folder, Blank.class.getName()),
        "is called 'my lock': a name has lower-case letters, digits and dashes only");
  }

  /** Calls itself what another is called. */
  public static class Alike extends Stub {
    public Alike() {
      super("race");
    }
  }

  /** Has a blank in its name. */
  public static class Blank extends Stub {
    public Blank() {
      super("my lock");
    }
  }

  /** Cannot be made. */
  public static class Broken extends Stub {
    public Broken() {
      super("broken");
      throw new NoClassDefFoundError("io/lettuce/core/RedisClient");
    }
  }

  /** A strategy of that name. */
  private static class Stub implements Strategy {

    private final String name;

    Stub(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Promise promise() {
      return Promise.NONE;
    }

    @Override
    public String summary() {
      return "for a test";
    }

    @Override
    public Updater open(Workbench bench) {
      throw new UnsupportedOperationException();
    }
  }

  @ParameterizedTest
  @CsvSource({"trylok, trylock", "raze, race", "Lock, lock", "tri-lock, trylock"})
  void namesTheNearOnes(String wrong, String meant) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.named(wrong))
        .withMessageStartingWith(
            "there is no strategy '" + wrong + "', did you mean '" + meant + "'")
        .withMessageContaining("; there are: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nope", "mutual-exclusion"})
  void orElseTheList(String wrong) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.named(wrong))
        .withMessageStartingWith("there is no strategy '" + wrong + "'; there are: ")
        .withMessageContainingAll("lock", "race", "trylock");
  }

  @Test
  void aStrategyIsHadWithItsLibraryInAnyVersion() {
    Strategy old = Strategies.named("lock@3.25.0");

    assertThat(old.name()).isEqualTo("lock@3.25.0");
    assertThat(Objects.requireNonNull(old.library()).coordinates())
        .containsExactly("org.redisson:redisson:3.25.0");
    assertThat(Strategies.isCarried(old)).isFalse();
    assertThat(Strategies.isCarried(Strategies.named("lock"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "race@1 | 'race' is of no library, so it has no version '1'",
        "lock@ | '' is no version of org.redisson:redisson: write it as in lock@",
        "lock@../x | '../x' is no version of org.redisson:redisson: write it as in lock@",
        "lok@1 | there is no strategy 'lok', did you mean 'lock'"
      })
  void whatIsNoVersionIsTold(String name, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Strategies.named(name))
        .withMessageContaining(why);
  }

  /** A method that is forgotten there would have a version behave otherwise than its strategy. */
  @Test
  void aVersionAnswersForItselfWhateverAStrategyIsAsked() {
    assertThat(AtVersion.class.getDeclaredMethods())
        .extracting(Method::getName)
        .containsAll(
            Stream.of(Strategy.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .toList());
  }
}
