package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium or Chrome of this machine, which tells what its console and network saw. */
public final class Browser {

  private Browser() {}

  public static ChromeDriver open() {
    ChromeOptions options = options();
    options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL", "performance", "ALL"));
    return open(options);
  }

  /** One that keeps no logs, which take time: for measurements. */
  public static ChromeDriver openQuietly() {
    return open(options());
  }

  private static ChromeOptions options() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium", "chromium-browser", "google-chrome").toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--window-size=1200,900");
    return options;
  }

  private static ChromeDriver open(ChromeOptions options) {
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").toFile())
            .build();
    return new ChromeDriver(service, options);
  }

  private static Path program(String... names) {
    for (String name : names) {
      for (String folder : System.getenv("PATH").split(":", -1)) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return file;
        }
      }
    }
    throw new AssertionError("there is none of " + List.of(names) + " on the PATH");
  }

  /** Waits until the page in it has drawn itself. */
  public static void awaitReady(ChromeDriver browser) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> browser.findElement(By.tagName("html")).getDomAttribute("data-ready") != null);
  }

  /** Nothing is amiss in the console, and nobody was asked for anything. */
  static void assertSelfContained(ChromeDriver browser) {
    assertThat(browser.manage().logs().get("browser").getAll()).isEmpty();
    assertThat(requests(browser))
        .isNotEmpty()
        .allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
  }

  /** As on a screen of that width, until {@link #resetWidth}. */
  static void setWidth(ChromeDriver browser, int width) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
  }

  static void resetWidth(ChromeDriver browser) {
    browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  /**
   * None of what is selected reaches beyond a screen of any of these widths; the last one stays.
   */
  static void assertNothingIsCut(ChromeDriver browser, String selector, int... widths) {
    for (int width : widths) {
      setWidth(browser, width);
      assertThat(
              browser.executeScript(
                  """
                  return [...document.querySelectorAll(arguments[1])]
                    .filter(one => one.getBoundingClientRect().right > arguments[0] + 1)
                    .map(one => one.textContent.slice(0, 40)).join('; ');
                  """,
                  width,
                  selector))
          .as("beyond %s pixels", width)
          .isEqualTo("");
    }
  }

  /** The URLs that were asked for since this was asked last. */
  static Stream<String> requests(ChromeDriver browser) {
    return browser.manage().logs().get("performance").getAll().stream()
        .map(entry -> entry.getMessage())
        .filter(message -> message.contains("\"Network.requestWillBeSent\""))
        .map(message -> message.replaceAll("(?s).*\"request\":\\{.*?\"url\":\"([^\"]*)\".*", "$1"));
  }
}
