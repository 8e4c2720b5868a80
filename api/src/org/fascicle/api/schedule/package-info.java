/** The contract of schedules. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.schedule;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
