package org.fascicle.dashboard.web;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request, as far as it matters.
 *
 * @param method {@code GET}
 * @param path below the servlet's own, {@code /api/runs}
 * @param query the parameters of the address
 * @param headers those that matter, with names in small letters
 * @param cookies by name
 * @param port that of the server
 * @param near whether it comes from this machine
 * @param body what is sent with it, read when somebody asks for it
 */
public record Question(String method, String path, Map<String, String> query, Map<String, String> headers,
        Map<String, String> cookies, int port, boolean near, Body body) {
    /** What is sent with a request. */
    public interface Body {
        /** All of it; refuses one of more than {@code most} bytes, read or announced. */
        byte[] read(int most);
    }

    /** A header, by its name in small letters. */
    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** A parameter; empty if it is missing. */
    public String parameter(String name) {
        return query.getOrDefault(name, "");
    }
}
