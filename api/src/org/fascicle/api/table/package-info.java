/** Tables that go out as files, such as predictions. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.table;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
