package org.fascicle.installation;

import java.nio.file.Path;
import java.util.Locale;

/** Which bundles an installation trusts. Its administrator chooses. */
public enum Trust {
    /** Those whose SHA-256 the list has; what a user installs is put there. */
    PINNED,
    /** Of those, beside what is shipped, such as are signed by somebody whom the platform's trust store knows. */
    SIGNED,
    /** All, whichever way they came. */
    ANY;

    static Trust named(String name, Path list) throws Failure {
        for (Trust trust : values()) {
            if (trust.toString().equals(name)) {
                return trust;
            }
        }
        throw new Failure(list + " has the trust '" + name + "'; there are pinned, signed and any");
    }

    /** As the list has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
