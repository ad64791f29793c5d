"""What people called by a name are called by their friends: common English and German short forms."""

from functools import lru_cache

# The names of one line are taken for one another; a name may stand on several.
ALIKE = """
abigail abby gail
albert al bert bertie
alexander alexandra alexis alejandro alex al lex sandy sasha xander lexi sascha
alfred alf fred alfie freddy
alice ali alicia
amanda mandy
andrew andreas andrea andy drew andi
angela angelika angie
anna anne ann annie hannah nancy anja anni
anthony antonio antonia tony toni
barbara barb babs barbie
benjamin ben benny benji
bernard bernhard bernie
bridget birgit gitte
cameron cam
caroline carolina carol carrie caro lina
catherine katherine katharina kathryn kate katie kathy cathy kitty kat kathi
charles charlotte charlie chuck lottie
christopher christian christoph christine christina christa chris kris chrissy tina christl
claudia claudine claude
cynthia cindy
daniel daniela danielle dan danny dani
david dave davey
deborah debra debbie deb
dominic dominik dominique dom nick
donald don donnie
dorothy dorothea dot dottie dora thea doro
edward edmund edwin eddie ed ted ned
eleanor eleonore nell nora ellie
elizabeth elisabeth liz beth lizzie betty eliza lisa elsie libby bess sissi lisbeth
emily emilia emma em millie
eugene gene
florence florian flo
frances francis francesca franziska franz frank fran franny frankie franzi
frederick friedrich frederike fred freddie fritz
gabriel gabriele gabriella gabe gabi gaby
george georg georgina georgia georgie schorsch
gerald gerard gerhard gerry jerry gerd
gregory greg gregor
heinrich henry harry hank heiner heinz
henrietta hettie henni
isabella isabel isabelle bella izzy belle isa
jacob jakob jake
jacqueline jackie
james jim jimmy jamie
jane janet jan jenny
jennifer jen jenny jenni
jeremy jeremiah jerry
jessica jess jessie
joan joanna johanna jo hanna hanni
john johann johannes jonathan jack johnny jon hans hannes
joseph josef josephine joe joey jo sepp josie
joshua josh
judith judy judi
julia julian juliana juliet jule jules julie
karl carl karoline charlie kalle
kenneth ken kenny
kimberly kim
konstantin konstantina kosta tino
lawrence laurence lorenz larry laurie lars
leonard leonhard leo len lenny
leopold leo poldi
louis louise ludwig luis lou luise lulu
lucas lukas luke luca
madeleine madeline maddy maddie
magdalena magdalene lena maggie
margaret margarete margarita meg peggy maggie greta gretchen rita grete margot
maria mary marie mia mitzi molly polly maja
martin martina marty tina
matthew matthias matt matty mats hias
maximilian maxine max maxi
michael michelle michaela mike mick mickey micha shelly michi
mohammed muhammad mohamed mo
natalie natalia natasha nat tasha
nathan nathaniel nate nat
nicholas nikolaus nicole nikola nick nicky nico nik klaus claus
olivia oliver ollie liv livia olli
pamela pam
patrick patricia pat paddy trish tricia patty patsy
paul paula pauline paulina
peter petra pete
philip phillip philipp philippa phil pip
rachel rachael rach
raymond ray
rebecca becky becca bec
reginald reg reggie
richard rick dick rich ricky ritchie
robert roberta rob bob bobby robbie bert
roland rolf roly
ronald ron ronnie
rosemary rosemarie rose rosie
rudolf rudolph rudi
russell russ
samuel samantha sam sammy
sarah sara sally sadie
sebastian seb basti
sophia sofia sophie
stanley stan
stephen steven stefan stephan stephanie stefanie steve stevie steph steffi steffen
susan susanne suzanne sue susie suzy sanne susi
sylvia silvia sylvie
terence theresa teresa terry tess tessa resi
theodore theodor theodora theo ted teddy
thomas tom tommy
timothy tim timmy
tobias toby tobi
valentina valerie val
veronica veronika vera vroni nika
victor victoria viktor viktoria vic vicky tori
vincent vince vinny vinzenz
virginia ginny
walter walt wally
wilhelm william wilhelmina will bill billy willy liam willi helmut mina
winston winifred winnie
wolfgang wolf wolfi
yvonne evonne
zachary zach zack
"""


@lru_cache(maxsize=1)
def _lines_of_name() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in ALIKE.split("\n"):
        names = line.split()
        for name in names:
            found.setdefault(name, set()).update(names)
    return found


def short_forms(name: str) -> set[str]:
    """Other forms of a folded name, short or long; empty if none is known."""
    return _lines_of_name().get(name, set()) - {name}
