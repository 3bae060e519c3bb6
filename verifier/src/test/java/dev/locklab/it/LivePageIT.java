package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.audit.Amounts;
import dev.locklab.audit.Findings;
import dev.locklab.experiment.Cell;
import dev.locklab.experiment.Experiment;
import dev.locklab.experiment.Figure;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Lab;
import dev.locklab.lab.RunListener;
import dev.locklab.lab.RunResult;
import dev.locklab.live.Live;
import dev.locklab.report.Story;
import dev.locklab.run.Injection;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import dev.locklab.scenario.ScenarioPlayer;
import dev.locklab.scenario.Scenarios;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_2.Metrics;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** The page of runs that are made meanwhile, in a real browser. */
class LivePageIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String HOSTILE = "<img/src=x/onerror=document.title='owned'>";

  private static final Pattern URL = Pattern.compile("Live: (http://127.0.0.1:[0-9]+/)");

  /** As Prometheus asks that reads native histograms. */
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

  @TempDir private Path folder;

  private final Live live = Live.open("A title with " + HOSTILE, 0);
  private final ChromeDriver browser = Browser.open();

  @SuppressWarnings("NullAway.Init")
  LivePageIT() {}

  @BeforeEach
  void open() {
    browser.get(live.url());
    Browser.awaitReady(browser);
  }

  @AfterEach
  void close() {
    browser.quit();
    live.close();
  }

  private String text(String css) {
    return String.valueOf(browser.findElement(By.cssSelector(css)).getDomProperty("textContent"));
  }

  private void awaitEnd() {
    await()
        .atMost(LONG)
        .until(
            () ->
                "end"
                    .equals(browser.findElement(By.tagName("html")).getDomAttribute("data-shown")));
  }

  /** Keeps a run from going on until the page has been looked at. */
  private static final class Gate implements RunListener {

    private final CountDownLatch seen = new CountDownLatch(1);

    @Override
    public void progress(RunSpec spec, Phase phase, Progress progress) {
      if (phase == Phase.WORKING && progress.applied() > 0) {
        try {
          assertThat(seen.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  @Test
  void aRaceIsShownWhileItIsMadeAndInTheEndAsItWasFound() throws Exception {
    Gate gate = new Gate();
    RunResult result;
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        Cli one = worker(redis, HOSTILE);
        Cli two = worker(redis, "w2");
        Lab lab = Lab.on(redis.address()).crew(Crew.join(2, LONG)).results(folder).open()) {
      assertThat(one.process().isAlive() && two.process().isAlive()).isTrue();
      Workload work =
          Workload.builder().workers(2).updates(300L).think(Duration.ofMillis(2)).build();
      CompletableFuture<RunResult> made =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return lab.run("race", work, RunListener.both(live.listener(), gate));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      await().atMost(LONG).until(() -> !List.of("-", "0").contains(text("#lost")));
      assertThat(made.isDone()).isFalse();
      assertThat(text("#state-words")).isEqualTo("live");
      assertThat(text("#first-lost")).contains("Overwritten for the first time", HOSTILE);
      assertThat(browser.findElements(By.cssSelector("#curve > svg, #lanes-figure > svg")))
          .hasSize(2);
      assertThat(text("#cells")).contains("race", "working");
      theSpaceBarHoldsThePicture();
      whatNobodyLooksAtIsDrawnOnceInTheEnd();
      gate.seen.countDown();
      result = made.get();
    }
    live.conclude("In the end " + HOSTILE, List.of("A sentence with " + HOSTILE));
    awaitEnd();
    assertShows(result);
    assertThat(text("#story")).isEqualTo(String.join("\n", Story.of(result.judged())));
    assertThat(text("#sentences")).isEqualTo("A sentence with " + HOSTILE);
    assertThat(text("#lanes-figure")).contains(HOSTILE.substring(0, 8));
    assertThat(text("#state-words")).isEqualTo("ended");
    nothingIsMarkup();
    nothingIsCut();
    itKeepsStandingAndSoDoesOneThatComesLater(result);
  }

  private Cli worker(EmbeddedRedis redis, String name) throws Exception {
    return Cli.start(
        folder, Cli.WORKER, Map.of("LOCKLAB_REDIS", redis.address().url()), "--name", name);
  }

  private void theSpaceBarHoldsThePicture() {
    new Actions(browser).sendKeys(Keys.SPACE).perform();
    assertThat(text("#state-words")).isEqualTo("held");
    WebElement button = browser.findElement(By.id("hold"));
    assertThat(button.getDomAttribute("aria-pressed")).isEqualTo("true");
    button.sendKeys(Keys.ENTER);
    assertThat(text("#state-words")).isEqualTo("live");
  }

  /** A page in the background has no frames, and events come all the same. */
  private void whatNobodyLooksAtIsDrawnOnceInTheEnd() {
    browser.executeScript(
        """
        const real = [window.requestAnimationFrame, window.cancelAnimationFrame];
        window.awaited = new Set();
        window.asked = 0;
        window.requestAnimationFrame = () => { awaited.add(++asked); return asked; };
        window.cancelAnimationFrame = frame => awaited.delete(frame);
        window.looked = () => { [window.requestAnimationFrame, window.cancelAnimationFrame] = real; };
        """);
    await()
        .atMost(LONG)
        .until(() -> Boolean.TRUE.equals(browser.executeScript("return asked > 3")));
    assertThat(browser.executeScript("return awaited.size <= 1")).isEqualTo(true);
    browser.executeScript("looked()");
  }

  private void assertShows(RunResult result) {
    Findings found = result.findings();
    Findings.Lineage lineage = Objects.requireNonNull(found.lineage());
    BigInteger drift = Objects.requireNonNull(found.money().drift());
    assertThat(text("#balance"))
        .isEqualTo(Amounts.plain(Objects.requireNonNull(found.money().found())));
    assertThat(text("#expected")).isEqualTo(Amounts.plain(found.money().expected()));
    assertThat(text("#gap")).isEqualTo(Amounts.signed(drift));
    assertThat(text("#writes")).isEqualTo(Amounts.plain(lineage.writes()));
    assertThat(text("#lost")).isEqualTo(Amounts.plain(lineage.lost()));
    assertThat(cell("applied")).isEqualTo(Amounts.plain(found.applied()));
    assertThat(cell("stale")).isEqualTo(Amounts.plain(lineage.stale()));
    assertThat(cell("lost")).isEqualTo(Amounts.plain(lineage.lost()));
    assertThat(cell("state, grade")).endsWith(found.grade().name());
    assertThat(text("#findings")).contains(found.findings().get(0).sentence(), found.gradeReason());
  }

  private String cell(String title) {
    return text("#cells td[data-title='" + title + "']");
  }

  private void nothingIsMarkup() {
    assertThat(browser.findElements(By.tagName("img"))).isEmpty();
    assertThat(browser.getTitle()).isEqualTo("Redis Lock Lab, live");
    assertThat(text("#title")).isEqualTo("In the end " + HOSTILE);
    assertThat(browser.manage().logs().get("browser").getAll()).isEmpty();
    assertThat(Browser.requests(browser))
        .isNotEmpty()
        .allMatch(url -> url.startsWith(live.url()) || url.startsWith("data:"));
    assertThat(browser.manage().getCookies()).isEmpty();
  }

  private void nothingIsCut() {
    Browser.assertNothingIsCut(
        browser, "main p, td, dd, li, figure, figcaption, pre, button", 1280, 400);
    Browser.resetWidth(browser);
  }

  private void itKeepsStandingAndSoDoesOneThatComesLater(RunResult result) {
    browser.navigate().refresh();
    awaitEnd();
    assertShows(result);
    live.close();
    assertShows(result);
  }

  @Test
  void faultsOfAScenarioAreMarkedAndToldInOrder() throws Exception {
    RunResult result;
    try (ScenarioPlayer player = ScenarioPlayer.keepingIn(folder)) {
      result =
          player.play(Scenarios.named("frozen-holder"), "setnx", live.listener("frozen-holder"));
    }
    live.conclude("frozen-holder", List.of());
    awaitEnd();
    assertShows(result);
    Injection injection = Objects.requireNonNull(result.findings().injection());
    assertThat(browser.findElements(By.cssSelector("#events li")))
        .extracting(item -> item.getText().replace("\n", " "))
        .hasSize(injection.events().size())
        .anySatisfy(line -> assertThat(line).contains("w1 is frozen"));
    assertThat(browser.findElements(By.cssSelector("#lanes-figure .fault")))
        .hasSize((int) injection.events().stream().filter(Injection.Event::fault).count());
    assertThat(cell("under")).isEqualTo("frozen-holder");
    theMetricsAreWhatWasFound(result);
    assertThat(text("#story")).contains("What happened, step by step", "<- fault");
  }

  private void theMetricsAreWhatWasFound(RunResult result) throws Exception {
    Findings found = result.findings();
    Map<String, Metrics.MetricFamily> families = new HashMap<>();
    try (InputStream in = metrics(PROTOBUF)) {
      Metrics.MetricFamily family = Metrics.MetricFamily.parseDelimitedFrom(in);
      while (family != null) {
        families.put(family.getName(), family);
        family = Metrics.MetricFamily.parseDelimitedFrom(in);
      }
    }
    Cell cell = Experiment.of(List.of(result.judged())).cells().get(0);
    for (Figure figure : List.of(Figure.APPLIED, Figure.LOST, Figure.STALE, Figure.DRIFT)) {
      assertThat(gauge(families.get("locklab_" + figure.key())))
          .as(figure.key())
          .isEqualTo(Objects.requireNonNull(cell.stat(figure)).median().doubleValue());
    }
    assertThat(gauge(families.get("locklab_wait_p99_ns")))
        .isEqualTo((double) found.pace().waits().p99());
    assertThat(gauge(families.get("locklab_pace_per_second")))
        .isEqualTo(found.pace().updatesPerSecond());
    assertThat(gauge(families.get("locklab_runs_ended"))).isEqualTo(1);
    Metrics.Metric waits = Objects.requireNonNull(families.get("locklab_wait_ns")).getMetric(0);
    assertThat(waits.getLabelList())
        .extracting(label -> label.getName() + "=" + label.getValue())
        .containsExactlyInAnyOrder("strategy=setnx", "setting=frozen-holder");
    assertThat(waits.getHistogram().getSampleCount()).isEqualTo(found.pace().waits().count());
    assertThat(waits.getHistogram().getPositiveSpanCount()).as("a native histogram").isPositive();
    String text = new String(metrics("").readAllBytes(), StandardCharsets.UTF_8);
    assertThat(text)
        .endsWith("# EOF\n")
        .contains("# UNIT locklab_wait_p99_ns ns\n", "# TYPE locklab_wait_ns histogram\n");
    assertThat(text.lines().filter(line -> !line.startsWith("#")))
        .allMatch(line -> line.matches("[a-zA-Z0-9_]+(\\{[a-z]+=\".*\"\\})? [-+0-9.eE]+"));
  }

  private InputStream metrics(String accept) throws Exception {
    HttpRequest.Builder asked = HttpRequest.newBuilder(URI.create(live.url() + "metrics"));
    return HttpClient.newHttpClient()
        .send(
            (accept.isEmpty() ? asked : asked.header("Accept", accept)).build(),
            HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }

  private static double gauge(Metrics.@Nullable MetricFamily family) {
    return Objects.requireNonNull(family).getMetric(0).getGauge().getValue();
  }

  @Test
  void whoLooksChoosesWhoMovesNext() throws Exception {
    try (Cli byHand =
        Cli.verifier(folder, "schedules", "--strategy", "race", "--live", "--by-hand")) {
      await().atMost(LONG).until(() -> URL.matcher(byHand.output()).find());
      Matcher url = URL.matcher(byHand.output());
      assertThat(url.find()).isTrue();
      browser.get(url.group(1));
      choose("w1 moves", "Who moves next?");
      choose("w2 moves", "w1 reads 0");
      choose("w1 moves", "w1 reads 0", "w2 reads 0");
      await().atMost(LONG).until(() -> text("#told").contains("w1 writes 100: the balance is 100"));
      browser.findElement(By.tagName("body")).sendKeys("1");
      choose("Once more", "R1 R2 W1 W2: w1's +100 is lost: w2 wrote without having read it");
      choose("w2 moves", "Who moves next?");
      choose("w2 moves", "w2 reads 0");
      choose("w1 moves", "w2 writes -100: the balance is -100");
      choose("w1 moves", "w1 reads -100");
      choose("Enough", "R2 W2 R1 W1: nothing lost");
      assertThat(byHand.exitCode()).as(byHand.output()).isZero();
      assertThat(byHand.output()).contains("R1 R2 W1 W2", "R2 W2 R1 W1", "Kept in ");
    }
  }

  /** Clicks, once there is that to choose and all that is told. */
  private void choose(String words, String... told) {
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(text("#move")).contains(told);
              browser.findElements(By.cssSelector("#choices button:enabled")).stream()
                  .filter(button -> button.getText().startsWith(words))
                  .findFirst()
                  .orElseThrow()
                  .click();
            });
  }

  @Test
  void onlyThePageItselfChooses() throws Exception {
    String host = "127.0.0.1:" + URI.create(live.url()).getPort();
    CompletableFuture<String> chosen =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Objects.requireNonNull(
                    live.ask("Who?", List.of(), List.of(new Live.Choice("w1", "w1")), () -> false));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    await().atMost(LONG).until(() -> text("#question").equals("Who?"));
    String own = "Content-Length: 0\r\nOrigin: http://" + host + "\r\n";
    assertThat(answer("POST", "/choose?w1", host, "Content-Length: 0\r\n"))
        .startsWith("HTTP/1.1 403 ");
    assertThat(answer("POST", "/choose?w1", host, own.replace(host, "evil.example")))
        .startsWith("HTTP/1.1 403 ");
    assertThat(answer("GET", "/choose?w1", host, "")).startsWith("HTTP/1.1 404 ");
    assertThat(answer("POST", "/choose?w2", host, own)).startsWith("HTTP/1.1 409 ");
    assertThat(chosen.isDone()).isFalse();
    assertThat(answer("POST", "/choose?w1", host, own)).startsWith("HTTP/1.1 204 ");
    assertThat(chosen.get()).isEqualTo("w1");
  }

  @Test
  void onlyBrowsersOfThisMachineAreAnsweredByItsOwnName() throws Exception {
    int port = URI.create(live.url()).getPort();
    String host = "127.0.0.1:" + port;
    assertThat(answer("GET", "/", host, "")).startsWith("HTTP/1.1 200 ");
    assertThat(answer("GET", "/", "localhost:" + port, "")).startsWith("HTTP/1.1 200 ");
    for (String stranger :
        List.of("evil.example", "127.0.0.1.evil.example:" + port, "10.0.0.1", "")) {
      for (String path : List.of("/", "/events")) {
        assertThat(answer("GET", path, stranger, "")).as(stranger).startsWith("HTTP/1.1 403 ");
      }
    }
    for (String origin : List.of("http://evil.example", "null", "https://" + host)) {
      assertThat(answer("GET", "/events", host, "Origin: " + origin + "\r\n"))
          .as(origin)
          .startsWith("HTTP/1.1 403 ")
          .doesNotContain("Access-Control");
    }
    assertThat(answer("GET", "/", host, "Origin: http://" + host + "\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(answer("POST", "/", host, "Content-Length: 0\r\n")).startsWith("HTTP/1.1 405 ");
    assertThat(answer("GET", "/../etc/passwd", host, "")).startsWith("HTTP/1.1 404 ");
    assertThat(answer("GET", "/", host, ""))
        .containsIgnoringCase("Content-Security-Policy: frame-ancestors 'none'")
        .contains("default-src 'none'", "connect-src 'self'")
        .doesNotContainIgnoringCase("Set-Cookie");
  }

  private String answer(String method, String path, String host, String head) throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(live.url()).getPort())) {
      socket.setSoTimeout((int) LONG.toMillis());
      String request =
          "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n"
              .formatted(method, path, host, head);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
