package org.fascicle.dashboard.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Lets those requests in that have the token and come from our own page, on this machine unless told otherwise. All others get 403 and
 * nothing else. Immutable.
 */
public final class Gate {
    /** What a request that changes something must have: other origins cannot send it without being asked first. */
    public static final String HEADER = "x-fascicle";
    static final String PARAMETER = "token";
    private static final int BYTES = 32;
    private static final List<String> HOSTS = List.of("127.0.0.1", "localhost", "[::1]");

    private final String token;
    private final List<String> hosts;
    private final boolean nearAlone;

    /**
     * A gate with this token.
     *
     * @param others as for {@link #random}
     */
    Gate(String token, List<String> others) {
        this.token = token;
        this.hosts = Stream.concat(HOSTS.stream(), others.stream()).map(name -> name.toLowerCase(Locale.ROOT)).toList();
        this.nearAlone = others.isEmpty();
    }

    /**
     * A gate with a token that nobody can guess.
     *
     * @param others names and addresses, without a port, under which requests may come from other machines; with none, none come
     */
    public static Gate random(List<String> others) {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Gate(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), others);
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
        if (nearAlone && !question.near() || !isOurHost(question) || !isOurOrigin(question)) {
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
    private boolean isOurHost(Question question) {
        String given = question.header("host");
        String host = given == null ? "" : given.toLowerCase(Locale.ROOT);
        return hosts.stream().anyMatch(name -> host.equals(name + ":" + question.port())
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
