package org.phpipc.cli.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phpipc.serialize.PhpArray;
import org.phpipc.serialize.PhpObject;
import org.phpipc.serialize.PhpReference;

class TypedJsonTest {

  @Test
  void describesReferencesWithTwoPlacesOnly() {
    PhpReference one = new PhpReference(1L);
    PhpReference two = new PhpReference(2L);
    assertThat(TypedJson.print(TypedJson.toJson(PhpArray.ofValues(one, two, two))))
        .isEqualTo(
            "{\"t\":\"array\",\"items\":["
                + "[{\"t\":\"int\",\"v\":\"0\"},{\"t\":\"int\",\"v\":\"1\"}],"
                + "[{\"t\":\"int\",\"v\":\"1\"},"
                + "{\"t\":\"ref\",\"id\":1,\"value\":{\"t\":\"int\",\"v\":\"2\"}}],"
                + "[{\"t\":\"int\",\"v\":\"2\"},{\"t\":\"ref\",\"id\":1}]]}");
  }

  @Test
  void cyclesComeBackWithTheirShape() {
    PhpObject object = PhpObject.standard();
    object.set("self", object);
    PhpObject again = (PhpObject) TypedJson.fromJson(TypedJson.toJson(object));
    assertThat(again.get("self")).isSameAs(again);
  }

  @Test
  void noNestingIsTooDeep() {
    Object value = 1L;
    for (int i = 0; i < 50_000; i++) {
      value = PhpArray.ofValues(value);
    }
    String text = TypedJson.print(TypedJson.toJson(value));
    Object again = TypedJson.fromJson(TypedJson.parse(text));
    for (int i = 0; i < 50_000; i++) {
      again = ((PhpArray) again).get(0);
    }
    assertThat(again).isEqualTo(1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | expected an object that describes a value at $",
        "{} | expected the member t at $",
        "{'t':'no'} | no such type: no at $",
        "{'t':'int','v':5} | expected a text as v at $",
        "{'t':'int','v':'9223372036854775808'} | not an int of 64 bits: 9223372036854775808 at $",
        "{'t':'bool','v':'true'} | expected true or false as v at $",
        "{'t':'float','v':'3ff'} | not 16 hex digits: 3ff at $",
        "{'t':'str','b64':'?'} | expected base64 as b64 at $",
        "{'t':'objref','id':1} | nothing before has the id 1 at $",
        "{'t':'object','id':1,'class':'a b','form':'props','props':[]}"
            + " | not the name of a PHP class: a b at $",
        "{'t':'object','id':1,'class':'A','form':'x'} | no such form: x at $",
        "{'t':'array','items':[[{'t':'int','v':'0'}]]} | expected an array of 2 at $.items[0]",
        "{'t':'array','items':[[{'t':'null'},{'t':'null'}]]}"
            + " | a key must be an int or a str at $.items[0]",
        "{'t':'array','items':[[{'t':'int','v':'0'},{'t':'array','items':["
            + "[{'t':'int','v':'0'},{'t':'ref','id':1,'value':{'t':'x'}}]]}]]}"
            + " | no such type: x at $.items[0][1].items[0][1].value",
        "{'t':'object','id':1,'class':'A','form':'props','props':[['AGE=','public',{'t':'null'}]]}"
            + " | the name is not public at $.props[0]"
      })
  void wrongDescriptionsAreRefusedWithTheirPlace(String json, String message) {
    JsonElement parsed = TypedJson.parse(json.replace('\'', '"'));
    assertThatThrownBy(() -> TypedJson.fromJson(parsed))
        .isInstanceOf(TypedJsonException.class)
        .hasMessage(message);
  }

  @Test
  void whatIsNotJsonIsRefused() {
    for (String text : List.of("", "{", "{\"t\":\"null\"} x", "[1,]", "nul")) {
      assertThatThrownBy(() -> TypedJson.parse(text)).isInstanceOf(TypedJsonException.class);
    }
  }
}
