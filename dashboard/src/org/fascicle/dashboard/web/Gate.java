package org.fascicle.dashboard.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Lets those requests in that have the token and come from our own page, on this machine. All others get 403 and nothing else. Immutable.
 */
public final class Gate {
    /** What a request that changes something must have: other origins cannot send it without being asked first. */
    public static final String HEADER = "x-fascicle";
    static final String PARAMETER = "token";
    private static final int BYTES = 32;
    private static final List<String> HOSTS = List.of("127.0.0.1", "localhost", "[::1]");

    private final String token;

    /** A gate with this token. */
    Gate(String token) {
        this.token = token;
    }

    /** A gate with a token that nobody can guess. */
    public static Gate random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Gate(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The token. */
    public String token() {
        return token;
    }

    /** The name of the cookie: browsers share cookies between the ports of a machine. */
    static String cookie(int port) {
        return "fascicle-" + port;
    }

    /** What a request gets that is not to go on; empty if it is. */
    public Optional<Answer> refusal(Question question) {
        if (!question.near() || !isOurHost(question) || !isOurOrigin(question)) {
            return Optional.of(Answer.empty(403));
        }
        boolean begins = question.method().equals("GET") && question.path().equals("/");
        if (begins && isToken(question.query().get(PARAMETER))) {
            // The token goes into a cookie, and out of the address: addresses are kept and shared.
            return Optional.of(new Answer(303, "text/plain", new byte[0], Map.of("Location", "./", "Set-Cookie",
                    cookie(question.port()) + "=" + token + "; Path=/fascicle; HttpOnly; SameSite=Strict")));
        }
        if (!isToken(question.cookies().get(cookie(question.port())))) {
            return Optional.of(Answer.empty(403));
        }
        return switch (question.method()) {
            case "GET" -> Optional.empty();
            case "POST" -> question.header(HEADER) == null ? Optional.of(Answer.empty(403)) : Optional.empty();
            default -> Optional.of(Answer.empty(405));
        };
    }

    // A name that somebody made to lead here would stand in Host.
    private static boolean isOurHost(Question question) {
        String host = question.header("host");
        return host != null && HOSTS.stream().anyMatch(name -> host.equals(name + ":" + question.port())
                || question.port() == 80 && host.equals(name));
    }

    private static boolean isOurOrigin(Question question) {
        String origin = question.header("origin");
        String site = question.header("sec-fetch-site");
        return (origin == null || origin.equals("http://" + question.header("host")))
                && (site == null || site.equals("same-origin") || site.equals("none"));
    }

    private boolean isToken(@Nullable String given) {
        return given != null
                && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
