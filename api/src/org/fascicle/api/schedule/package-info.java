/** The contract of schedules. */
@Version("0.2.0")
package org.fascicle.api.schedule;

import org.osgi.annotation.versioning.Version;
