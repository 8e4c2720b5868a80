package org.fascicle.dashboard.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer.
 *
 * @param status HTTP's
 * @param type that of the body
 * @param body may be empty
 * @param headers beside those that each answer has
 */
public record Answer(int status, String type, byte[] body, Map<String, String> headers) {
    /** What each answer has: nothing of another origin is loaded, and nobody keeps or frames it. */
    public static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cache-Control", "no-store");

    /** An answer without a body. */
    public static Answer empty(int status) {
        return new Answer(status, "text/plain", new byte[0], Map.of());
    }

    /** There is no such thing. */
    static Answer nothing() {
        return empty(404);
    }

    /** What could not be done, in words for people. */
    static Answer failed(int status, String message) {
        return json(status, Json.object(json -> json.writeStringField("error", message)));
    }

    /** What was done, in words for people. */
    static Answer said(String words) {
        return json(200, Json.object(json -> json.writeStringField("said", words)));
    }

    /** JSON. */
    public static Answer json(int status, String text) {
        return new Answer(status, "application/json", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
