/**
 * PHP's {@code serialize()} format: bytes to values and values to bytes. Only the JDK is used: no
 * kernel, no PHP process, nothing of the rest of the project.
 *
 * <p>Users start at {@link org.phpipc.serialize.PhpSerializer}. Who changes something starts at the
 * class that is named first on its floor; each floor uses the floors below it:
 *
 * <pre>
 *  facade     PhpSerializer, PhpSession           settings; readers and writers kept in a Pool
 *    |
 *  mapping    ClassRegistry, TypeTargets          Java classes and types for PHP's values
 *    |
 *  values     ValueReader      ValueWriter        whole values of plain Java
 *    |             |               |
 *  tokens     PhpReader        PhpWriter          one method for each PhpToken, held to its grammar
 *    |             |               |
 *    |        TokenScanner     TokenSink          package token: bytes, no values
 *    |
 *  data       PhpArray, PhpObject, PhpString ...  what PHP has and Java has not
 * </pre>
 *
 * <h2>Data: a kind of value, keys, references</h2>
 *
 * <p>{@link org.phpipc.serialize.PhpValue} lists the kinds. {@link org.phpipc.serialize.PhpArray}
 * and the properties of a {@link org.phpipc.serialize.PhpObject} are {@code OrderedMap}s, which
 * find long keys by a {@code KeyIndex}; {@code PhpKey} says what a key becomes. {@code Payload} and
 * its neighbours count the values in the bytes of a {@link org.phpipc.serialize.PhpCustom}, by the
 * grammar in {@code PayloadGrammar}.
 *
 * <h2>Tokens: a tag, a number, a text, an offset of a failure</h2>
 *
 * <p>{@link org.phpipc.serialize.PhpToken} names the calls for each token. The bytes of a token are
 * the matter of the hidden package {@code org.phpipc.serialize.token}, the digits of a number of
 * {@code org.phpipc.serialize.number}.
 *
 * <h2>Reader</h2>
 *
 * <p>{@link org.phpipc.serialize.PhpReader} owns its parts: a {@code TokenScanner}, which is a
 * window on the bytes, a {@code KeyScanner}, a {@code ClassScanner} for what has the name of a
 * class, a {@code Nesting} of open containers (the writer has one too), {@code ValueNumbers} for
 * {@code r} and {@code R}, and {@code ReadReports} for exceptions and diagnostics, whose paths come
 * from a {@code KeyTrail}. {@code ValueReader} makes values of the tokens and remembers in {@code
 * ValuePlaces} where each stands.
 *
 * <h2>Writer</h2>
 *
 * <p>{@code ValueWriter} draws the passes through a value; {@code WritePass} is one of them and has
 * the order of the kinds, {@code ContainerWriter} and {@code Walk} go through containers. They
 * share the {@code TokenSink} and the {@code ValueNumbers} with a {@link
 * org.phpipc.serialize.PhpWriter}, if the value stands in what that writes.
 *
 * <h2>Mapping: a Java type for a PHP value</h2>
 *
 * <p>{@code TypeTargets} chooses the {@code TypeTarget} that reads a type; {@code ValueMapper} runs
 * it without the Java stack, one {@code Assembly} for each value that is made of others. {@code
 * ClassRegistry} has the registered classes ({@code MappedClass}, {@code MappedEnum}) and what
 * instances are written as. {@code Origin}, {@code Container} and {@code Unseen} keep what a Java
 * value does not show of the PHP value that it was read from, {@code CommonForm} has what is rarer
 * in Java.
 *
 * <h2>Session</h2>
 *
 * <p>{@link org.phpipc.serialize.PhpSession} puts names between values whose numbers go on.
 *
 * <h2>Dates</h2>
 *
 * <p>{@code PhpDates} has the objects, the hidden package {@code org.phpipc.serialize.date} the
 * texts and zones in them.
 *
 * <h2>Limits and errors</h2>
 *
 * <p>{@link org.phpipc.serialize.ReadLimits} is what a caller allows, {@code ReadBudget} what a
 * value has taken of that. {@link org.phpipc.serialize.SerializeReadException} is for bytes, {@link
 * org.phpipc.serialize.SerializeValueException} for values, {@link org.phpipc.serialize.Diagnostic}
 * for what PHP would say and go on. {@code Path} and {@code PathOffset} find the place.
 *
 * <h2>Why the mapping has no package of its own</h2>
 *
 * <p>A hidden package is for what knows no values of PHP ({@code number}, {@code token}, {@code
 * date}). Readers, writers and the mapping use values, and the facade uses them: since the public
 * types of both ends live in this package, a package between them would use it and be used by it.
 * It would also need the positions in an {@code OrderedMap}, which would become public methods of
 * {@link org.phpipc.serialize.PhpArray} with that.
 */
@NullMarked
package org.phpipc.serialize;

import org.jspecify.annotations.NullMarked;
