package org.fascicle.api.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
     * <p>The checks run on a thread of their own, each for a limited time. One that does not end, or exhausts the memory, has failed, and no
     * more is checked of its technique; but its thread goes on, and what ends the process ends it. Who checks strangers does so in a
     * process for that alone, as the verb {@code tck} of the command line does.
     *
     * @param examination what is to be checked
     * @param listener gets each finding at once, on the calling thread
     * @return all findings
     * @throws org.fascicle.api.problem.InputException if a file is no bundle, or is not trusted, or no backend is there to check with
     */
    List<Finding> check(Examination examination, ConformanceListener listener);

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
