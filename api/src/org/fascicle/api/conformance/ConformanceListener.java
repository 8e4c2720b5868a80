package org.fascicle.api.conformance;

import org.osgi.annotation.versioning.ConsumerType;

/** Learns of checks at once, on the thread that waits for the examination. What it throws ends the examination. */
@ConsumerType
@FunctionalInterface
public interface ConformanceListener {
    /**
     * A check begins. If its technique takes the process along, this is the last that is heard of it.
     *
     * @param bundle the bundle's symbolic name
     * @param technique kind and name; empty if the check is about the bundle
     * @param check what is checked
     */
    default void begun(String bundle, String technique, String check) {
        // Who only wants to know what was found need not do anything.
    }

    /** A check has ended. */
    void found(Finding finding);
}
