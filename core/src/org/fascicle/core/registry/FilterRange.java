package org.fascicle.core.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** Reads what a requirement's filter asks for, as the framework and bnd write one. */
final class FilterRange {
    private FilterRange() {}

    /** The value that an attribute must have; null if the filter says none. */
    static @Nullable String value(String filter, String attribute) {
        Matcher found = Pattern.compile("\\(" + Pattern.quote(attribute) + "=([^()*]+)\\)").matcher(filter);
        return found.find() ? found.group(1).trim() : null;
    }

    /** The range that an attribute must lie in; null if the filter has no lower bound for it. */
    static @Nullable VersionRange range(String filter, String attribute) {
        Version least = version(filter, "(?<!\\(!)\\(", attribute, ">=");
        Version above = version(filter, "\\(!\\(", attribute, "<=");
        Version below = version(filter, "\\(!\\(", attribute, ">=");
        Version most = version(filter, "(?<!\\(!)\\(", attribute, "<=");
        if (least == null && above == null) {
            return null;
        }
        return new VersionRange(least != null ? VersionRange.LEFT_CLOSED : VersionRange.LEFT_OPEN, least != null ? least : above,
                below != null ? below : most,
                most != null && below == null ? VersionRange.RIGHT_CLOSED : VersionRange.RIGHT_OPEN);
    }

    private static @Nullable Version version(String filter, String before, String attribute, String operator) {
        Matcher found = Pattern.compile(before + Pattern.quote(attribute) + operator + "([^()]+)\\)").matcher(filter);
        if (!found.find()) {
            return null;
        }
        try {
            return Version.parseVersion(found.group(1).trim());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
