/** The contract of schedules. */
@NullMarked
@Version("0.3.1")
package org.fascicle.api.schedule;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
