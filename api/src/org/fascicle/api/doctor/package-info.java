/** Says what is wrong with a network that does not learn, and what would help. */
@NullMarked
@Version("1.1.0")
package org.fascicle.api.doctor;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
