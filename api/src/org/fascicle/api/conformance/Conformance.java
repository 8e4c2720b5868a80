package org.fascicle.api.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Checks technique bundles inside the running platform; an OSGi service. Nothing but the bundle itself is needed, neither
 * its source nor tests of its own. Safe for any thread; one check runs at a time.
 */
@ProviderType
public interface Conformance {
    /**
     * Installs bundles, checks every technique that they announce, takes the bundles out again, and checks that nothing
     * of them stays in memory. A bundle of the same name and version that is installed already is replaced meanwhile.
     *
     * @param bundles their jar files
     * @param listener gets each finding at once, on the calling thread
     * @return all findings
     * @throws org.fascicle.api.problem.InputException if a file is no bundle, or no backend is there to check with
     */
    default List<Finding> check(List<Path> bundles, Consumer<Finding> listener) {
        return check(bundles, List.of(), listener);
    }

    /**
     * The same, and checks that each bundle's version is high enough for its changes since an earlier release.
     *
     * @param bundles their jar files
     * @param released earlier jars of some of the bundles, or their contracts as {@link #contract} gave them
     * @param listener gets each finding at once, on the calling thread
     * @return all findings
     * @throws org.fascicle.api.problem.InputException if a file is no bundle, or no backend is there to check with
     */
    List<Finding> check(List<Path> bundles, List<Path> released, Consumer<Finding> listener);

    /**
     * What users of a bundle's techniques rely on, as text: options with types, defaults and ranges; names and shapes of
     * parameters, states and slots; and what is computed. A bundle may carry it as {@code OSGI-INF/fascicle/contract.json}.
     *
     * @param bundle a jar file, which is installed meanwhile
     * @throws org.fascicle.api.problem.InputException if it is no bundle that starts and offers techniques
     */
    String contract(Path bundle);

    /**
     * Writes findings as JUnit's XML: a test suite per technique, a test case per check.
     *
     * @param findings what was found
     * @param file is replaced
     * @throws IOException if it cannot be written
     */
    void writeReport(List<Finding> findings, Path file) throws IOException;
}
