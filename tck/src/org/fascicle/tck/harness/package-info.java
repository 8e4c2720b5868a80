/** The kit's own techniques: a small network around the one that is checked. */
@NullMarked
@Version("0.1.0")
package org.fascicle.tck.harness;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
