/** What a technique can use while its network is traced. */
@NullMarked
@Version("1.1.0")
package org.fascicle.api.scope;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
