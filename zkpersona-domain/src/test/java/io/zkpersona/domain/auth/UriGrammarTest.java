package io.zkpersona.domain.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of RFC 3986, including its own examples. */
class UriGrammarTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "web_app:8080",
        "web_app",
        "_dmarc.example.org",
        "example.org",
        "example.org.",
        "xn--exmple-cua.org:443",
        "a!b$c&d'e(f)g*h+i,j;k=l~m",
        "ex%61mple.org",
        "127.0.0.1",
        "127.0.0.1:65535",
        "999.1.1.1",
        "1",
        "[::1]",
        "[::1]:80",
        "[::]",
        "[2001:db8::7]",
        "[2001:DB8:0:0:8:800:200C:417A]:0",
        "[::ffff:192.0.2.1]",
        "[1:2:3:4:5:6:192.0.2.1]",
        "[1:2:3:4:5:6:7::]",
        "[::2:3:4:5:6:7:8]",
        "[v1.fe80::a+en1]:8443"
      })
  void aHostWithOrWithoutAPortIsOne(String text) {
    assertThat(UriGrammar.isHostAndPort(text)).isTrue();
    assertThat(UriGrammar.isUri("https://" + text + "/login")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":8080",
        "example.org:",
        "example.org:port",
        "example.org:65536",
        "example.org:123456",
        "example.org:80:80",
        "user@example.org",
        "user:secret@example.org",
        "@example.org",
        "example.org/path",
        "example.org?query",
        "example.org#part",
        "https://example.org",
        "exa mple.org",
        "exämple.org",
        "example.org\n",
        "\nexample.org",
        "example.org\u200b",
        "ex%6mple.org",
        "example.org%",
        "ex\\ample.org",
        "ex\"ample.org",
        "ex|ample.org",
        "{example}.org",
        "<example.org>",
        "::1",
        "[::1",
        "::1]",
        "[]",
        "[:]",
        "[:::]",
        "[::1]x",
        "[::1]:",
        "[::g]",
        "[12345::]",
        "[1::2::3]",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1:2:3:4:5:6:7:8::]",
        "[::1:2:3:4:5:6:7:8]",
        "[:1:2:3:4:5:6:7:8]",
        "[::192.0.2.256]",
        "[::192.0.2]",
        "[::192.0.2.1.]",
        "[192.0.2.1::]",
        "[192.0.2.1]",
        "[fe80::1%25en0]",
        "[v.a]",
        "[v1.]"
      })
  void otherTextsAreNoHost(String text) {
    assertThat(UriGrammar.isHostAndPort(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://ftp.is.co.za/rfc/rfc1808.txt",
        "http://www.ietf.org/rfc/rfc2396.txt",
        "ldap://[2001:db8::7]/c=GB?objectClass?one",
        "mailto:John.Doe@example.com",
        "news:comp.infosystems.www.servers.unix",
        "tel:+1-816-555-1212",
        "telnet://192.0.2.16:80/",
        "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
        "https://web_app:8080",
        "https://web_app:8080/login?next=/a?b:c@d#e/f?g",
        "https://user@example.org/",
        "file:///etc",
        "did:web:example.org",
        "a:/b",
        "https://example.org//double"
      })
  void aUriWithASchemeIsOne(String text) {
    assertThat(UriGrammar.isUri(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/path",
        "//example.org/",
        "example.org",
        "no scheme",
        "1a://example.org",
        "a:",
        "a:\n",
        "%:",
        "https://exämple.org",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://[::1/",
        "https://[1:2]/",
        "https://a@b@c/",
        "https://example.org/%zz",
        "https://example.org/[x]",
        "https://example.org/a b",
        "https://example.org/\r\nhost: evil.example",
        "https://example.org/#a#b",
        "https://example.org/\u202e",
        "https://example.org/^",
        "https://example.org/\"x\""
      })
  void otherTextsAreNoUri(String text) {
    assertThat(UriGrammar.isUri(text)).isFalse();
  }

  @Test
  void longTextsAreReadWithoutRecursion() {
    assertThat(UriGrammar.isUri("https://a/" + "%41".repeat(1_000_000))).isTrue();
    assertThat(UriGrammar.isUri("https://a/" + "/".repeat(1_000_000) + " ")).isFalse();
    assertThat(UriGrammar.isHostAndPort("a.".repeat(1_000_000) + "@")).isFalse();
  }
}
