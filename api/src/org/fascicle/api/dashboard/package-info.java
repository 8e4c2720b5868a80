/** Trainings as a web page shows them. */
@NullMarked
@Version("1.1.0")
package org.fascicle.api.dashboard;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
