package org.fascicle.backend.jit.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What all native code begins with: {@code lanes.h}. Safe for any thread. */
public final class Prelude {
    private static final String NAME = "lanes.h";

    private Prelude() {}

    /** The text. */
    public static String text() {
        try (InputStream in = Prelude.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException(NAME + " is not in the bundle of the backend");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
