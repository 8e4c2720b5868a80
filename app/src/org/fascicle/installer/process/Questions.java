package org.fascicle.installer.process;

import java.util.List;

/** What other processes can ask this one. */
public interface Questions {
    /**
     * Follows the list at once.
     *
     * @param bundles that have changed, by name and version
     * @return what came of them, a line each
     */
    List<String> follow(List<String> bundles);

    /** The bundles that have left and are still held in memory, with what holds them, a line each. */
    List<String> leaks();
}
