package org.fascicle.app.author;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The licence of a new project. */
public enum Licence {
    /** Apache License 2.0. */
    APACHE_2_0("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
    /** MIT License. */
    MIT("MIT", "https://opensource.org/license/mit"),
    /** None: all rights are reserved. */
    NONE(null, null);

    private final @Nullable String identifier;
    private final @Nullable String address;

    Licence(@Nullable String identifier, @Nullable String address) {
        this.identifier = identifier;
        this.address = address;
    }

    /** The identifier of SPDX; null if there is none. */
    @Nullable
    String identifier() {
        return identifier;
    }

    /** Where it can be read; null if there is none. */
    @Nullable
    String address() {
        return address;
    }

    /** As it is asked for: {@code apache-2.0}. */
    @Override
    public String toString() {
        return identifier == null ? "none" : identifier.toLowerCase(Locale.ROOT);
    }
}
