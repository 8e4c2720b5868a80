package org.fascicle.core.registry;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** Says of a technique that is not offered whether something that is installed would offer it. */
@FunctionalInterface
interface Dormant {
    /** Nothing else is installed. */
    Dormant NONE = (kind, name, range) -> null;

    /**
     * What would offer a technique, why it does not, and what to do, as sentences without the last full stop; null if nothing would.
     *
     * @param name the qualified name
     * @param range the versions that would do; null for any
     */
    @Nullable
    String wouldOffer(Kind kind, String name, @Nullable String range);
}
