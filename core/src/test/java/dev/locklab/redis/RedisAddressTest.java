package dev.locklab.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

  @ParameterizedTest
  @CsvSource({
    "redis://localhost,            redis://localhost:6379",
    "redis://localhost:7000,       redis://localhost:7000",
    "' redis://localhost/ ',       redis://localhost:6379",
    "redis://localhost/0,          redis://localhost:6379",
    "redis://localhost/3,          redis://localhost:6379/3",
    "rediss://cache.example:6380/3,rediss://cache.example:6380/3",
    "redis://10.0.0.1:6379,        redis://10.0.0.1:6379",
    "redis://[::1]:7000/2,         redis://[::1]:7000/2",
    "redis://[::1],                redis://[::1]:6379",
    "redis://my_redis,             redis://my_redis:6379",
    "redis://a_1.b-2.c:7000/4,     redis://a_1.b-2.c:7000/4",
    "redis://localhost?db=2,       redis://localhost:6379/2",
    "redis://localhost/?db=2,      redis://localhost:6379/2",
    "redis://localhost/2?db=2,     redis://localhost:6379/2"
  })
  void readsUrls(String url, String shown) {
    assertThat(RedisAddress.parse(url)).hasToString(shown);
    assertThat(RedisAddress.parse(url).url()).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "localhost              | it must start with redis:// or rediss:// (or redis-sentinel://, redis-cluster://)",
        "http://localhost       | it must start with redis:// or rediss:// (or redis-sentinel://, redis-cluster://)",
        "redis://local host     | it is not a URL",
        "redis://               | it is not a URL",
        "redis://:6379          | the host or the port in it cannot be read",
        "redis://localhost:abc  | the host or the port in it cannot be read",
        "redis://localhost:0    | port 0 is not between 1 and 65535",
        "redis://localhost:65536| port 65536 is not between 1 and 65535",
        "redis://localhost/one  | 'one' is not a database number",
        "redis://localhost/-1   | '-1' is not a database number",
        "redis://h?db=x         | 'x' is not a database number",
        "redis://h/1?db=2       | it names two databases, 1 and 2",
        "redis://h?timeout=5s   | of what can follow a ? only db=NUMBER is known",
        "redis://h?db=2&x=1     | of what can follow a ? only db=NUMBER is known",
        "redis://h/2#part       | there is no part # in it",
        "redis://:a^b@h         | in user or password, write ^ as %5E",
        "redis://u:a%@h         | in user or password, write % as %25",
        "redis://u:a b@h        | in user or password, write a blank as %20"
      })
  void saysWhatIsWrongAndWhatWouldBeRight(String url, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisAddress.parse(url))
        .withMessage(
            "not a Redis URL: %s; write redis://[[user:]password@]host[:port][/database]", why);
  }

  @ParameterizedTest
  @CsvSource({
    "redis://a|b@h,        write | as %7C;",
    "redis://u:5%^%zz|@h,  'write % as %25, ^ as %5E, | as %7C;'"
  })
  void tellsHowAPasswordIsWritten(String url, String how) {
    assertThat(catchThrowable(() -> RedisAddress.parse(url)))
        .hasMessageContaining("in user or password, " + how);
  }

  @Test
  void aPasswordIsHandedOnAndNeverShown() {
    RedisAddress address = RedisAddress.parse("redis://ann:s3cret@localhost:7000/1");
    assertThat(address.url()).isEqualTo("redis://ann:s3cret@localhost:7000/1");
    assertThat(address).hasToString("redis://ann:@localhost:7000/1");
    RedisAddress nameless = RedisAddress.parse("redis://:s3cret@localhost");
    assertThat(nameless.url()).isEqualTo("redis://:s3cret@localhost:6379");
    assertThat(nameless).hasToString("redis://localhost:6379");
    RedisAddress alone = RedisAddress.parse("redis://s3cret@my_redis");
    assertThat(alone.url()).isEqualTo("redis://:s3cret@my_redis:6379");
    assertThat(alone).hasToString("redis://my_redis:6379");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"redis://ann:s3cret@my_redis:7000/1", "redis://s3cret@[::1]", "redis://h"})
  void whatIsShownIsTheAddressWithoutItsPassword(String url) {
    String shown = RedisAddress.parse(url).toString();
    assertThat(RedisAddress.parse(shown)).hasToString(shown);
    assertThat(RedisAddress.parse(shown).withPassword("s3cret").url())
        .isEqualTo(RedisAddress.parse(url).withPassword("s3cret").url());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ann:s3cret@localhost",
        "redis://ann:s3cret@localhost:port",
        "redis://ann:s3cret@localhost:99999",
        "redis://ann:s3cret@localhost/one",
        "redis://ann:s3cret@",
        "redis://ann:s3cret@@localhost",
        "redis://s3cret@localhost:port",
        "redis://s3cret@local host",
        "redis://ann:two words s3cret@localhost",
        "redis://ann:1/s3cret@localhost",
        "redis://ann:a@b/s3cret@localhost",
        "redis://ann:1?s3cret@localhost/one",
        "redis://ann:1#s3cret@localhost/one"
      })
  void aPasswordIsNotShownEitherWhereTheUrlIsWrong(String url) {
    assertThat(catchThrowable(() -> RedisAddress.parse(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "ann,      p@ss:w/rd?#%",
    "ann,      'a b+c&d=e'",
    "ann,      pässwörd€",
    "a:b@c/d,  simple",
    "üser,     ':'"
  })
  void anythingCanBeAPassword(String user, String password) {
    RedisAddress plain = RedisAddress.parse("redis://" + percent(user) + ":@localhost");
    RedisAddress address = plain.withPassword(password);
    String url = address.url();
    assertThat(url)
        .isEqualTo("redis://%s:%s@localhost:6379".formatted(percent(user), percent(password)));
    assertThat(RedisAddress.parse(url).url()).isEqualTo(url);
    assertThat(address).hasToString(plain.toString());
  }

  @Test
  void thePasswordOfTheUrlGoesBeforeAnother() {
    RedisAddress without = RedisAddress.parse("redis://localhost");
    RedisAddress with = RedisAddress.parse("redis://:mine@localhost");
    assertThat(without.withPassword("other").url()).isEqualTo("redis://:other@localhost:6379");
    assertThat(with.withPassword("other").url()).isEqualTo("redis://:mine@localhost:6379");
    assertThat(without.withPassword("").url()).isEqualTo("redis://localhost:6379");
    assertThat(without.withPassword(null).url()).isEqualTo("redis://localhost:6379");
  }

  private static String percent(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Test
  void sentinelsAndTheirServiceAreReadAndShownAgain() {
    RedisAddress bank = RedisAddress.parse("redis-sentinel://u:p@a,b:26380/bank/2");

    assertThat(bank.service()).isEqualTo("bank");
    assertThat(bank.database()).isEqualTo(2);
    assertThat(bank.locations()).containsExactly("redis://a:26379", "redis://b:26380");
    assertThat(bank.toString()).isEqualTo("redis-sentinel://u:@a:26379,b:26380/bank/2");
    assertThat(bank.url()).isEqualTo("redis-sentinel://u:p@a:26379,b:26380/bank/2");
    assertThat(RedisAddress.parse(bank.url()).url()).isEqualTo(bank.url());
  }

  @Test
  void theNodesOfAClusterAreReadAndShownAgain() {
    RedisAddress cluster = RedisAddress.parse("rediss-cluster://:p@a,b:7001");

    assertThat(cluster.isCluster()).isTrue();
    assertThat(cluster.locations()).containsExactly("rediss://a:6379", "rediss://b:7001");
    assertThat(cluster.toString()).isEqualTo("rediss-cluster://a:6379,b:7001");
    assertThat(RedisAddress.parse(cluster.url()).url()).isEqualTo(cluster.url());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://a,b | it names several servers",
        "redis-sentinel://a,b | it does not say which service the Sentinels watch",
        "redis-sentinel://a,/bank | the host or the port in it cannot be read",
        "redis-cluster://a,b/2 | a cluster has no databases",
        "redis-ring://a | it must start with redis:// or rediss:// (or redis-sentinel://, redis-cluster://)",
      })
  void whatIsWrongOfSeveralServersIsTold(String url, String why) {
    assertThatThrownBy(() -> RedisAddress.parse(url)).hasMessageContaining(why);
  }
}
