/** The schedule {@code performance}, a bundle of its own. */
@NullMarked
@Version("2.0.0")
package org.fascicle.schedule.performance;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
