/** Messages of Protocol Buffers, for the formats that are made of them. */
@NullMarked
package org.fascicle.format.protobuf;

import org.jspecify.annotations.NullMarked;
