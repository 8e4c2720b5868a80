package org.fascicle.dashboard.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final int PORT = 4711;
    private static final String TOKEN = "right";
    private final Gate gate = new Gate(TOKEN, List.of());
    private final Map<String, String> headers = new HashMap<>(Map.of("host", "127.0.0.1:4711"));
    private final Map<String, String> cookies = new HashMap<>(Map.of("fascicle-4711", TOKEN));

    private int status(String method, String path, Map<String, String> query, boolean near) {
        Optional<Answer> refusal =
                gate.refusal(new Question(method, path, query, headers, cookies, PORT, near, most -> new byte[0]));
        refusal.ifPresent(answer -> assertEquals(0, answer.body().length));
        return refusal.map(Answer::status).orElse(200);
    }

    private int get(String path) {
        return status("GET", path, Map.of(), true);
    }

    @Test
    void theCookieLetsIn() {
        assertEquals(200, get("/api/runs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "righ", "right ", "wrong"})
    void anotherTokenDoesNot(String token) {
        cookies.put("fascicle-4711", token);
        assertEquals(403, get("/api/runs"));
        assertEquals(403, status("GET", "/", Map.of("token", token), true));
    }

    @Test
    void noTokenOrThatOfAnotherPortDoesNot() {
        cookies.clear();
        assertEquals(403, get("/"));
        cookies.put("fascicle-4712", TOKEN);
        assertEquals(403, get("/"));
    }

    @Test
    void theTokenOfTheAddressBecomesACookie() {
        cookies.clear();
        Answer answer =
                gate.refusal(new Question("GET", "/", Map.of("token", TOKEN), headers, cookies, PORT, true, most -> new byte[0]))
                        .orElseThrow();
        assertEquals(303, answer.status());
        assertEquals("./", answer.headers().get("Location"));
        assertEquals("fascicle-4711=right; Path=/fascicle; HttpOnly; SameSite=Strict", answer.headers().get("Set-Cookie"));
        assertEquals(403, status("GET", "/api/runs", Map.of("token", TOKEN), true), "in the address of the first page alone");
        assertEquals(403, status("POST", "/", Map.of("token", TOKEN), true));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:4711,200", "localhost:4711,200", "[::1]:4711,200", "127.0.0.1,403", "127.0.0.1:80,403",
        "evil.example:4711,403",
        "localhost.evil.example:4711,403", "127.0.0.1:4711.evil.example,403", "0.0.0.0:4711,403"})
    void theHostIsThisMachine(String host, int status) {
        headers.put("host", host);
        assertEquals(status, get("/api/runs"));
    }

    @ParameterizedTest
    @CsvSource({"there.example:4711,200", "THERE.example:4711,200", "127.0.0.1:4711,200", "there.example,403",
        "there.example:80,403",
        "evil.example:4711,403", "192.0.2.1:4711,403"})
    void withAnotherHostRequestsComeFromElsewhereUnderItsName(String host, int status) {
        Gate open = new Gate(TOKEN, List.of("There.example"));
        headers.put("host", host);
        Question question = new Question("GET", "/api/runs", Map.of(), headers, cookies, PORT, false, most -> new byte[0]);
        assertEquals(status, open.refusal(question).map(Answer::status).orElse(200));
        headers.put("origin", "http://evil.example:4711");
        assertEquals(403, open.refusal(question).map(Answer::status).orElse(200));
        headers.remove("origin");
        cookies.clear();
        assertEquals(403, open.refusal(question).map(Answer::status).orElse(200));
    }

    @Test
    void aRequestWithoutHostOrFromElsewhereIsRefused() {
        assertEquals(403, status("GET", "/api/runs", Map.of(), false));
        headers.remove("host");
        assertEquals(403, get("/api/runs"));
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:4711,200", "http://localhost:4711,403", "https://127.0.0.1:4711,403",
        "http://127.0.0.1:4712,403",
        "http://evil.example,403", "null,403"})
    void theOriginIsOurs(String origin, int status) {
        headers.put("origin", origin);
        assertEquals(status, get("/api/runs"));
        headers.put(Gate.HEADER, "1");
        assertEquals(status, status("POST", "/api/stop", Map.of(), true));
    }

    @ParameterizedTest
    @CsvSource({"same-origin,200", "none,200", "same-site,403", "cross-site,403"})
    void theSiteIsOurs(String site, int status) {
        headers.put("sec-fetch-site", site);
        assertEquals(status, get("/api/runs"));
    }

    @Test
    void aChangeNeedsTheHeader() {
        assertEquals(403, status("POST", "/api/stop", Map.of(), true));
        headers.put(Gate.HEADER, "1");
        assertEquals(200, status("POST", "/api/stop", Map.of(), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "TRACE", "HEAD", "PATCH"})
    void otherMethodsAreNone(String method) {
        assertEquals(405, status(method, "/api/runs", Map.of(), true));
        cookies.clear();
        assertEquals(403, status(method, "/api/runs", Map.of(), true));
    }

    @Test
    void tokensAreLongAndDiffer() {
        String token = Gate.random(List.of()).token();
        assertTrue(token.matches("[\\w-]{43}"), token);
        assertNotEquals(token, Gate.random(List.of()).token());
    }
}
