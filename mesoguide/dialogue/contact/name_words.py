"""Words that names are made of, and words that no name holds.

The lists only settle doubt: after "my name is" any word may be a name. They matter for "I'm Anna"
against "I'm worried", where nothing but the word itself tells the two apart.
"""

from __future__ import annotations

from mesoguide.nlp.lexicon import word_set

#: Given names common in the United Kingdom, from many languages. One that is missing costs a
#: question ("what is your name?"), no more.
GIVEN_NAMES = word_set(
    """
    aaliyah aaron abbie abby abdul abdullah abena abi abigail abraham ada adam adama adaeze adebayo
    adel adele adeola adila aditi aditya adrian agata agnes agnieszka ahmad ahmed aidan aileen aimee
    aisha aiden aine ajay akash akua alan alana alastair alba albert alberto alejandra alejandro
    aleksander aleksandra alessandro alessia alex alexa alexander alexandra alexandria alexandru
    alexis alfie alfred ali alia alice alicia alina alisha alison alistair aliyah allan allison alma
    aly alyssa amal amanda amara amber amelia ami amina amir amira amit amna amy ana anais ananya
    anastasia andre andrea andreas andreea andrei andrew andrius andy aneta aneesa angel angela
    angelica angie angus anil anisa anita anjali ann anna annabel annabelle anne annette annie
    annika anthea anthony antoine anton antonia antonio anu anup anya aoife april arabella archie
    aria ariana arjun arlo arman arnold arthur arun arya asad asha ashley ashraf asif asma astrid
    athena aubrey audrey august aurora austin ava avery ayaan ayesha ayo ayodele aysha ayse azra
    barbara barry bartosz bea beata beatrice becca beck becky bella ben benedict benjamin bernadette
    bernard bert beth bethan bethany betty beverley beverly bex bianca bijal bill billie billy binta
    blake blanca blessing bob bobby bogdan bonnie boris brad bradley brandon brenda brendan brett
    brian bridget bronwen bruce bruno bryan bryony caitlin callum calum cameron camilla candice cara
    carina carl carla carlos carlton carly carmen carol carole carolina caroline carrie carter carys
    casey cassandra cassie catalina cath catherine catrin cathy catriona cecilia cecily celeste
    celia celine chan chandra chantal chantelle charis charity charlene charles charley charlie
    charlotte chelsea chen cherie cheryl chiamaka chiara chidi chinedu chioma chloe chris chrissie
    chrissy christian christina christine christopher chukwu cian ciara cindy claire clara clare
    clarissa claudia clement clive cody colette colin colleen collette comfort connie connor conor
    constance cora coral corey corinne craig cristina crystal curtis cynthia daisy dale damian
    damien dan dana daniel daniela daniele daniella danielle danny daphne darcy daria darius darren
    dave david davina dawid dawn dean deanna debbie deborah debra declan dee deepa deepak deepika
    deirdre delia della delroy denis denise dennis derek des desmond destiny dev devon dexter diana
    diane dilip dimitri dina dinah dinesh diya dmitri dolores dom dominic dominika dominique don
    donald donna dora doreen doris dorota dorothy dot doug douglas drew duncan dylan eamon ebony ed
    eddie edith edna eduardo edward edwin efua eileen eilidh eilis ekaterina elaine eleanor elena
    eleni eli eliana elias elif elijah elisa elisabeth elise eliza elizabeth ella elle ellen ellie
    elliot elliott elsa elsie elton elvira emeka emil emilia emily emma emmanuel emre enid enya eric
    erica erik erika erin ernest esme esmeralda esra estelle esther ethan ethel eugene eunice eva
    evan eve evelyn evie ewa ewan fabio faisal faith fadi farah farhan fareed farida fatemeh fatima
    fatou fay faye federica felicity felix femi fern fernanda fernando fiona fion flavia fleur flo
    flora florence florin folake fran frances francesca francesco francis francisco frank frankie
    fraser fred freda freddie frederick freya funmi gabby gabriel gabriela gabriella gabrielle gail
    gareth garry gary gaurav gavin gayle gemma gena geoff geoffrey george georgia georgie georgina
    geraint gerald geraldine gerard gerry gia gianluca gift gill gillian gina giorgia giovanni
    giulia giuseppe gladys glen glenda glenn gloria glynis glory gordon grace graeme graham grant
    grazyna greg gregory greta gurpreet guy gwen gwendolyn gwyneth habib hafsa hailey haleema halima
    halina hamid hamish hamza hana hanna hannah hanan hans hardeep hari harjit harleen harley
    harmony harold harper harpreet harriet harris harrison harry harvey haseeb hasan hassan hattie
    hayden hayley hazel heather heba hector heidi helen helena helga henrietta henry herbert hilary
    hilda hina holly honor hope howard hubert hugh hugo humaira hussain hussein hyacinth ian iain
    ibrahim ida idris ieva ifeoma ignacio igor ike ilaria ilona iman imani imogen imran ina inaya
    india indira ines ingrid inigo ioana iona ira irena irene irina iris irma isaac isabel isabella
    isabelle isaiah isha ishaan isla ismail isobel israel ivan ivana ivo ivor ivy iwan iwona izabela
    jack jackie jackson jacob jacqueline jacqui jade jai jaime jake jakub jamal james jamie jamila
    jan jana jane janet janette janice janine jaroslaw jasmin jasmine jason jasper jaswinder javed
    javier jay jaya jayden jayne jean jeanette jeff jeffrey jelena jemima jemma jen jenna jennie
    jennifer jenny jeremy jermaine jerome jerry jess jesse jessica jessie jesus jia jill jillian jim
    jimmy jing jo joan joana joann joanna joanne joao jocelyn jodie jody joe joel joey johan johanna
    john johnny jolanta jon jonas jonathan joni jordan jorge jose josef joseph josephine josh joshua
    josie joy joyce juan juanita jude judith judy julia julian juliana julie juliet juliette june
    justin justina justine justyna kacper kaitlyn kajal kamal kamil kamila kara karen karim karin
    karina karl karol karolina kasia kasper kat katarina katarzyna kate katerina kath katharine
    katherine kathleen kathryn kathy katia katie katrina katy kay kaya kaye kayla kayleigh keeley
    keira keith kelechi kelly kelvin ken kendra kenneth kenny kenya keren kerry kev kevin khadija
    khadijah khalid kian kieran kim kimberley kimberly kinga kiran kirsten kirstie kirsty kit kitty
    kofi komal konrad kris krishna kristen kristin kristina kristine krystyna krzysztof kumar kunal
    kwabena kwame kwasi kyle kylie kyra lacey lakshmi lana lance lara larissa larry laszlo latifa
    latoya laura lauren laurence lawrence layla lea leah leanne lee leena leigh leila lena lenka
    lenny leo leon leona leonard leonie leonor leroy lesley leslie leticia lewis lex lexi leyla liam
    lianne libby lidia lila lili lilian lillian lilly lily lin lina linda lindsay lindsey ling linh
    lionel lisa lise liv livia liz liza lizzie lloyd logan lois lola lopa loraine lorena loretta
    lorna lorraine lottie lou louie louis louisa louise luan luca lucas lucia luciana lucie lucille
    lucinda lucy ludmila luis luisa luiza lukasz luke luna lydia lyn lynda lyndsey lynn lynne lynsey
    mabel mac maciej maddie madeleine madeline madison mae maeve magda magdalena maggie mahmoud
    mahnoor maia maisie malcolm malgorzata malika manal mandeep mandy manjit manoj manuel manuela
    mara marc marcel marcia marcin marco marcus marek margaret margarita margie margot maria mariam
    mariama marian mariana marianne marie marilyn marina mario marion mariusz marisa marissa marius
    marjorie mark marlene marlon marta martha martin martina martyn mary maryam marzena mason
    mateusz mathew matilda matt matthew maud maura maureen maurice mavis max maxim maxine maya may
    maysa mbali meena meera meg megan meghan mehmet mehreen mei mel melanie melinda melissa melody
    mercedes mercy meredith merle mervyn mia michael michaela michal michele michelle mick miguel
    mihai mike mikolaj mila milan mildred milena miles millicent millie milly milo mina minal ming
    minnie mira miranda mireille miriam miroslav misha mitchell mo moeen moeka mohamed mohammad
    mohammed mohan mohsin moira mollie molly mona monica monika monique morag morgan morwenna moses
    muhammad muna murray musa mustafa myles myra myriam nabila nadeem nadia nadine nafisa naheed
    nahla naila naima nancy naomi nas naseem nasir nasreen nat natalia natalie natasha nathalie
    nathan nathaniel navdeep naveed neelam neha neil nell nellie nelson nerys ngozi nia niall niamh
    nicholas nichola nick nicky nicola nicolae nicolas nicole nigel nihal nikesh nikhil niki nikita
    nikki nikolai nikolas nila nilesh nimra nina nisha nita noah noel noelle nola noor nora noreen
    nori norma norman nour nuala nur nuria obinna octavia ola olaf olena oleksandr olga olive oliver
    olivia olu olufemi olumide oluwaseun omar omari ona onyeka oonagh ophelia orla oscar osman osama
    otis owen oyin pablo paddy paige palak pam pamela paola paolo parvati pascal pat patience
    patricia patrick patrycja patti paul paula paulina pauline pawel pearl pedro peggy penelope
    penny percy perry pete peter petra petros phil philip philippa phillip philomena phoebe phyllis
    pia piero pierre pilar piotr pippa polly pooja poppy poonam prakash pranav precious preeti prem
    priscilla pritesh priti priya priyanka prosper prudence puja quentin quinn rabia rachael rachel
    rachna radha rafael rafal rahim rahma rahul raisa raj raja rajan rajesh raju rakesh ralph ram
    raman ramesh ramona rana rani ranjit raphael raquel rashid raul ravi ray raymond raza rebecca
    rebekah reena reggie regina rehana reid remi rena renata rene renee reuben rex reza rhea
    rhiannon rhian rhoda rhona rhys ria rian ricardo rich richard rick ricky rina rishi rita riya
    rob robbie robert roberta roberto robin robyn rochelle rod roderick rodney rodrigo roger rohan
    rohit roisin roland roman romana ron ronald ronan ronnie rory ros rosa rosalie rosalind rosamund
    rosanna rose rosemary rosie ross rowan rowena roxana roxanne roy roya ruben ruby rudi rufus
    rukhsana rupa rupert russell ruta ruth ryan rylee saba sabah sabina sabine sabrina sade sadia
    sadie saeed safa saffron safiya sagar sahar said saif saima saira sajid sal salim sally salma
    sam samantha samar samer sami samina samira sammy samson samuel sana sandeep sander sandra sandy
    sanjay santiago saoirse sapna sara sarah sarita sasha saskia saul scarlett scott seamus sean seb
    sebastian seema selena selina selma serena sergei sergio seth shabana shabnam shah shahid
    shahida shaista shakira shamim shane shania shannon shanti shaun shauna shawn shay shazia sheena
    sheila shelley sherry shirin shirley shiv shivani shona shreya sian sid sidney sienna silvia
    simon simona simone simran sinead siobhan sita sky skye slawomir sneha snezana sofia solomon
    sonal sonia sonny sonya sophia sophie soraya spencer stacey stacy stan stanislaw stanley stef
    stefan stefania stefano steffi stella steph stephan stephanie stephen steve steven stevie
    stewart stuart su suad sue sufian sumaira suman sunil sunita surinder susan susana susannah
    susanne susie suzanne suzie suzy svetlana sybil sylvia sylwia tabitha tahir tahira taiwo talia
    tam tamara tamika tamsin tania tanisha tanya tara tariq tasha tasneem tatiana taylor ted teddy
    tegan temi temitope terence teresa teri terri terry tess tessa thandi thea thelma theo theodore
    theresa therese thomas tiago tiana tiffany tilda tilly tim timothy tina tobias toby todd tolu
    tom tomas tomasz tommy toni tony tracey traci tracy travis trevor tricia trina trinity trish
    tristan trudy tyler tyra tyrone uche ulrike uma umar una ursula usha usman valentina valeria
    valerie vanessa varun vasile veena vera verity verna veronica veronika vicki vickie vicky victor
    victoria vijay vikki vikram viktor viktoria vince vincent viola violet violeta virginia vishal
    vivian vivien vivienne vladimir wade wahida waleed walter wanda warren wayne wei wendy wes
    wesley wiktoria wilf wilfred will willa william willow wilma winifred winnie winston wojciech
    xander xavier xiao xin yan yana yara yasemin yasmin yasmine yasmina yasser yewande ying yolanda
    yousef yousuf yuki yumi yusuf yvette yvonne zac zach zachary zack zahid zahra zain zainab zaina
    zak zara zahir zehra zeinab zelda zena zeynep zhang zoe zofia zora zubair zuzanna bev deb debs
    beryl muriel cyril cecil horace reg len alf hettie myrtle opal dolly queenie lil peg madge
    dulcie bunty ern syd perce vic cliff basil clarence patsy avril bessie effie monty rusty wally
    shaz gaz baz trace jez daz ste stu mags maz chaz jules jase matty mikey tiff val viv wills zo
    art sunny summer chase sage woody nige sophs rach tash caz loz soph bren hils kaz lyds
    """
)

#: Given names that are also everyday words: "i'm mark" is a name, "this will do" holds none.
WORDS_TOO = word_set(
    """
    angel april art august austin bill blessing chase comfort constance coral crystal daisy dale
    dawn dean destiny don dot drew ebony faith fern flora florence frank gift glory grace grant guy
    harmony hazel heather holly hope india iris israel ivy jack jade jay jean jerry jersey jesus jim
    opal peg cliff basil rusty reg myrtle dolly
    josh joy june kit lance lee lily lou mac mark mason max may melody mercy miles moses nick olive
    pam paris pat patience pearl penny perry pete poppy precious prem prosper prudence raja ray rich
    rob robin rod roman ron rose rosemary ruby ruth saffron sage said sally sam sandy saul scott sid
    sky sue summer sunny ted tom tony trinity trish verity violet wade will willow woody
    """
)

#: Family names that are also everyday words.
FAMILY_NAMES = word_set(
    """
    abbot archer ash baker ball banks barber barker barn barrow bass bell bennet berry best bird
    bishop black blackwood bloom bloom bond book boot bowman boyle bridge bridges brook brooke
    brooks brown browning buck bull burn burns bush butcher butler byrd cameron cannon carpenter
    carter cash castle chambers chance chapman church clark clarke clay close cole collier conway
    cook cooke cooper cox crane cross crow curry dale day dean dickens draper drew drink drummond
    duke dyer edge english farmer farrow field fields finch fisher fletcher flower flowers flynn
    ford forest forester foster fox france frank freeman french frost fry fuller gardener gardiner
    gardner gates gay gold golding good goodman goodwin gordon grant graves gray green greene grey
    griffin grove hall hammond hand hardy harper hart hawk hawkins hayes head heath hicks hill hills
    hobbs holder holland holmes hood hook hope horn house howe hunt hunter hurst hussey hyde irons
    jewel jordan judge kay keen kemp key keys khan king kirk knight knot knowles lake lamb lane law
    lawless lay leach leaf lee leech light little lock lodge long lord lovell low lowe lynch major
    mann march marks marsh marshall martin mason may mayor mead mercer merchant mill miller mills
    monk moon moor moore moss mount myers nash needle nelson ng nicholls noble noon north nunn nutt
    page paige palmer park parker parks parr parsons patience payne peacock pearl pearce pepper
    perry piper pitt plant pole pool poole pope porter potter potts pound power powers price prior
    pritchard proctor quick ramsay ramsey ray read reader reed reeves rhodes rice rich rivers robin
    rock root rose ross rowe rush russell ryder sadler sage sampson sands saunders savage sawyer
    scales sharp sharpe shaw shepherd short silver singer singh sinclair skinner slater small smith
    snow sparks spencer spring stacey star steel steele stern stone stout street strong summer
    summers sutton swan swift tanner taylor temple thatcher thorn thorne tower townsend tran tucker
    turner twist tyler vale vance vaughan vine wade waite wakefield walker wall waller walls walsh
    ward ware warner warren waters watson watts way weaver webb webber weeks wells west weston
    wheeler white whittle wild wilder winter winters wise wolf wood woods woodward worth wren wright
    wyatt yates york young
    """
)

#: Small words inside names: "Maria de la Cruz", "Vincent van Gogh", "Osama bin Ali".
PARTICLES = word_set(
    """
    de da do dos das di del della dello du des la le las los van von der den ter ten te bin ibn
    binti bint al el ul ap ab ferch mac mc st y e zu af av o'
    """
)

TITLES = word_set(
    """
    mr mrs miss ms mx dr prof professor doctor sir dame lady lord rev reverend fr father sister sr
    madam mister missus capt captain major sgt
    """
)

#: Words that are never part of a name someone gives in answer to a question.
NOT_NAMES = word_set(
    """
    i i'm im i'd i'll i've ive id me my mine myself you your yours you're u ur he him his she her
    hers it it's its we us our they them their this that that's thats these those who whom whose
    which what what's whats where when why how a an the and or but if so because as than then of to
    for from by with without at on in into onto about over under after before since until during
    against between through off out up down is isn't isnt are aren't arent am was wasn't were be
    been being do don't dont does doesn't did didn't done doing have haven't has hasn't had having
    can can't cant cannot could couldn't would wouldn't should shouldn't shall must might won't wont
    need needs needed want wants wanted wanna gonna gotta like likes liked love loved hate prefer
    get gets got getting go goes going gone come comes coming came went make makes made take takes
    took taken give gives gave given tell told say says saying know knows knew think thinks thought
    feel feels felt look looks looking see sees seen saw ask asks asked asking call called calling
    ring ringing phone phoned text email e-mail mail message contact speak speaking talk talking
    reach try tries trying use using used help helps helped start started stop stopped cancel quit
    exit end back menu continue restart reset skip pass next later never always sometimes maybe
    perhaps not no nope nah naw na nay none nothing nobody noone anybody anyone someone somebody
    everyone everybody anything something everything yes yeah yep yup yh ye yess ya aye ok okay okey
    k kk sure fine right alright correct wrong true false good great bad better best nice lovely
    cool perfect thanks thank thankyou thx ty ta cheers please pls plz sorry hello hi hii hey heya
    whichever whatever whoever either both neither
    ugh argh oops oof phew pff meh hmph grr gah doh jeez gosh blimey crikey whoops eek yikes huh
    hiya helo hullo hola howdy yo greetings bye goodbye cya welcome again already still yet just
    only also too very really quite much many more most less least few lot lots some any all both
    each every other another same such own here there now today tomorrow tonight yesterday morning
    afternoon evening night noon midday day days week weeks month months year years hour hours
    minute minutes time times monday tuesday wednesday thursday friday saturday sunday mon tue tues
    wed thu thur thurs fri weekday weekdays weekend weekends anytime asap soon whenever january
    february september october november december new old first second third last one two three four
    five six seven eight nine ten zero name names named surname nickname number numbers mobile
    telephone tel landline detail details address postcode information info data privacy private
    privately secret confidential anonymous anon unknown important necessary irrelevant relevant
    business mind matter matters rather wait hold hang moment sec idk dunno idc lol omg wtf haha
    hahaha hmm hm um uh er erm umm uhh huh eh oh ah whatever whoever test testing asdf qwerty blah
    foo null undefined n/a nil appointment appointments booking book booked visit visits session
    sessions slot consultation consult callback treatment treatments clinic doctor nurse patient
    patients staff person human robot bot chatbot computer machine assistant agent customer client
    pain painful hurt hurts hurting sore swelling swollen swelled bruise bruised bruising bleeding
    blood red redness rash itch itchy itching burn burning fever hot cold sick ill unwell dizzy
    worried worry worrying scared afraid anxious nervous upset angry cross annoyed frustrated
    disappointed confused lost tired happy sad interested curious pregnant breastfeeding diabetic
    allergic asthmatic vegan vegetarian disabled deaf blind married single divorced unsure certain
    ready free busy available unavailable away home work working worked retired unemployed student
    teacher female male man woman men women boy girl lady gentleman mum mother dad father wife
    husband partner son daughter brother sister friend friends parent parents child children kid
    kids baby family aunt uncle gran grandmother grandad cost costs costly price prices pricey
    expensive cheap money pay paid paying pound pounds quid refund hair scalp skin face chin neck
    arm arms leg legs thigh thighs belly stomach tummy abdomen bum buttocks hand hands body eye eyes
    lip lips nose ear ears mouth throat tongue chest head feet foot knee knees fat cellulite
    wrinkles wrinkle lines botox filler fillers mesotherapy meso needle needles injection injections
    jab jabs shots laser peel cream serum vitamin vitamins weight alopecia bald balding baldness
    thinning ageing aging anti spots acne scars scar pigmentation melasma tightening contouring loss
    removal result results side effect effects risk risks danger dangerous safe safety risky legal
    licensed approved scam rubbish stupid silly dumb useless pointless ridiculous terrible awful
    crap shit fuck fucking bloody damn hell idiot moron urgent urgently emergency serious seriously
    problem problems issue issues trouble question questions answer answers query enquiry complaint
    feedback difficult easy hard simple possible impossible fair enough okay-ish asian african
    european american british english irish scottish welsh spanish polish portuguese italian german
    greek turkish romanian russian ukrainian chinese japanese korean indian pakistani bangladeshi
    nigerian ghanaian jamaican brazilian canadian australian arab arabic muslim christian jewish
    hindu sikh buddhist catholic london leeds manchester birmingham liverpool glasgow edinburgh
    cardiff belfast bristol sheffield newcastle nottingham leicester brighton england scotland wales
    ireland britain uk nhs gp covid gdpr instagram facebook google whatsapp tiktok mate darling dear
    hun babe bro dude pal buddy guys sir madam keep keeping let lets let's put leave left stay
    remain show showing send sends sent sending receive change changed move moved reschedule
    postpone confirm forget forgot forgotten remember remind bothered keen hoping hope's wondering
    considering thinking planning due based near nearby local living live lives aged born originally
    currently actually basically definitely probably possibly certainly honestly literally totally
    completely absolutely unfortunately hopefully obviously clearly apparently though although
    however anyway anyways instead else therefore thus except unlike while whilst whether per via
    plus minus btw tho innit nevermind oui ja nein nada non
    """
) - word_set("love lord hope will rich sky may mark grace joy faith sister")

#: The short answers that people mistype most: one letter away is such an answer, not a name.
MISTYPED_ANSWERS = word_set(
    """
    yes yeah none nope thanks thank hello please cancel stop skip sorry never what nothing later
    maybe help okay sure fine dunno morning
    """
)
