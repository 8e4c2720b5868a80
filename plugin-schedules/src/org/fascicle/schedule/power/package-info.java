/** The schedule {@code power}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.schedule.power;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
