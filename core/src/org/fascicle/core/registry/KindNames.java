package org.fascicle.core.registry;

import org.fascicle.api.technique.Kind;

/** What messages call the kinds of techniques. */
public final class KindNames {
    private KindNames() {}

    /** {@code activation}, {@code data source}. */
    public static String noun(Kind kind) {
        switch (kind) {
            case DATA:
                return "data source";
            case TRANSFORM:
                return "update transform";
            default:
                return kind.toString();
        }
    }

    /** {@code an activation}, {@code a data source}. */
    public static String withArticle(Kind kind) {
        String noun = noun(kind);
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }
}
